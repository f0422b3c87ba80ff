// SPDX-License-Identifier: Apache-2.0
/** Computations that several layers share. */
@NullMarked
package io.espalier.model.layer.compute;

import org.jspecify.annotations.NullMarked;
