// SPDX-License-Identifier: Apache-2.0
/** What lies on weights and activations while a model is trained: masks, centroids, fake quantization. */
@NullMarked
package io.espalier.train.technique;

import org.jspecify.annotations.NullMarked;
