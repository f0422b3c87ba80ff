// SPDX-License-Identifier: Apache-2.0
/**
 * Compression of models: pruning, clustering, quantization-aware training, distillation and structured pruning. Each technique has its own package.
 *
 * <p>The techniques decide here, in plain Java, which weights and activations to parametrize; {@code io.espalier.train} applies them in training.
 */
@NullMarked
package io.espalier.compress;

import org.jspecify.annotations.NullMarked;
