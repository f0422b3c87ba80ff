// SPDX-License-Identifier: Apache-2.0
/**
 * Whether a graph makes sense: {@link io.espalier.lite.verify.GraphVerifier} and its list of checks, one a file.
 *
 * <p>That indices of tensors are in range is checked where a {@link io.espalier.lite.Subgraph} is made. Here is what needs a look at
 * operators and tensors together. Whether a runtime has a kernel for an operator is its own business.
 */
@NullMarked
package io.espalier.lite.verify;

import org.jspecify.annotations.NullMarked;
