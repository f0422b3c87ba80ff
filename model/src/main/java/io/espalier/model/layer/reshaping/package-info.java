// SPDX-License-Identifier: Apache-2.0
/** Layers that move, repeat, pad or crop values. */
@NullMarked
package io.espalier.model.layer.reshaping;

import org.jspecify.annotations.NullMarked;
