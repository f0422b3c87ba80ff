// SPDX-License-Identifier: Apache-2.0
/** Tensors, shapes and weights: what layers and models are described with. */
@NullMarked
package io.espalier.model.tensor;

import org.jspecify.annotations.NullMarked;
