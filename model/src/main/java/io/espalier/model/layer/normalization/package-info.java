// SPDX-License-Identifier: Apache-2.0
/** Normalization layers beside BatchNormalization. */
@NullMarked
package io.espalier.model.layer.normalization;

import org.jspecify.annotations.NullMarked;
