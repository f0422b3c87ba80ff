// SPDX-License-Identifier: Apache-2.0
/** Where each Keras version stores the weights of each layer, and in which layout. */
@NullMarked
package io.espalier.model.keras.weights;

import org.jspecify.annotations.NullMarked;
