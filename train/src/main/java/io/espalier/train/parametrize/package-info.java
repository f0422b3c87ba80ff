// SPDX-License-Identifier: Apache-2.0
/**
 * Weights and activations that layers see through something: a mask that makes zeros, and what comes to share values or to round them.
 *
 * <p>Start at {@link io.espalier.train.parametrize.ParametrizedModel}, which says what lies on which weight, and at {@link
 * io.espalier.train.technique.Parametrization}, which is one such thing: its state, how it changes before a step, and what it computes in the
 * graph. Which weights and when is not decided here but by whoever compresses. Activations are only ever rounded: {@link
 * io.espalier.train.technique.ActivationFakeQuant}.
 */
@NullMarked
package io.espalier.train.parametrize;

import org.jspecify.annotations.NullMarked;
