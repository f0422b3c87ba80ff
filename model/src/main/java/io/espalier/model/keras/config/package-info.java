// SPDX-License-Identifier: Apache-2.0
/** The configuration of layers and models in JSON, in the words of Keras 2.15. */
@NullMarked
package io.espalier.model.keras.config;

import org.jspecify.annotations.NullMarked;
