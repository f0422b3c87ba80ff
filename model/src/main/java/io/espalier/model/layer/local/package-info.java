// SPDX-License-Identifier: Apache-2.0
/** Layers with weights of their own for each place. */
@NullMarked
package io.espalier.model.layer.local;

import org.jspecify.annotations.NullMarked;
