// SPDX-License-Identifier: Apache-2.0
/**
 * Knowledge distillation: a small student model learns from the outputs of a large teacher. Start at {@link
 * io.espalier.compress.distil.Distillation}.
 *
 * <p>The teacher runs once, before training, and its outputs become part of the targets. So a training step costs nothing extra, and any kind of
 * teacher will do. Features of inner layers are too large for that: their teacher must be a {@code Model}, and runs in each training step.
 */
@NullMarked
package io.espalier.compress.distil;

import org.jspecify.annotations.NullMarked;
