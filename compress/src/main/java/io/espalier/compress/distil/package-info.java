// SPDX-License-Identifier: Apache-2.0
/**
 * Distillation: a small model learns what a large one holds of each example. Start at {@link io.espalier.compress.distil.Distillation}.
 *
 * <p>The teacher answers once, before training, and its answers travel as targets: a step costs the student nothing more, and teachers of any kind
 * will do. Features of a teacher's layers are too large for that: a {@code Model} that is to show them runs beside the student. The losses are
 * {@code io.espalier.train}'s.
 */
@NullMarked
package io.espalier.compress.distil;

import org.jspecify.annotations.NullMarked;
