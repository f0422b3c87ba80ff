// SPDX-License-Identifier: Apache-2.0
/** Attention layers. */
@NullMarked
package io.espalier.model.layer.attention;

import org.jspecify.annotations.NullMarked;
