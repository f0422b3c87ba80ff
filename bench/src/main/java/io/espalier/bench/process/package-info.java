// SPDX-License-Identifier: Apache-2.0
/** Whole commands as processes of their own, in turn. */
@NullMarked
package io.espalier.bench.process;

import org.jspecify.annotations.NullMarked;
