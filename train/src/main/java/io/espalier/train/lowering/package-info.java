// SPDX-License-Identifier: Apache-2.0
/**
 * From layers to TensorFlow's operations.
 *
 * <p>Start at {@link io.espalier.train.lowering.ForwardPass}. Each layer has one answer in {@code InferenceLowering}, and a second in {@code
 * TrainingLowering} only where training differs. Weights come through a {@link io.espalier.train.lowering.WeightSource}, so that a technique
 * may stand between a variable and its use; the outputs of layers are read through an {@link
 * io.espalier.train.lowering.ActivationSource} likewise. Losses, gradients and sessions are not here.
 *
 * <p>Batch normalization follows Keras 2: images take TensorFlow's fused operation, which keeps the unbiased variance ({@code n / (n - 1)})
 * in the moving average and normalizes by the biased one; other inputs keep the biased variance in both.
 */
@NullMarked
package io.espalier.train.lowering;

import org.jspecify.annotations.NullMarked;
