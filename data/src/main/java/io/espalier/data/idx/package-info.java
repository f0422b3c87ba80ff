// SPDX-License-Identifier: Apache-2.0
/** IDX files, as MNIST is published in. */
@NullMarked
package io.espalier.data.idx;

import org.jspecify.annotations.NullMarked;
