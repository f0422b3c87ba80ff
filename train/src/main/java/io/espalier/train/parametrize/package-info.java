// SPDX-License-Identifier: Apache-2.0
/**
 * Parametrized models: models in which weights and activations pass through masks, clustering or fake quantization during training.
 *
 * <p>Start at {@link io.espalier.train.parametrize.ParametrizedModel}. The module {@code io.espalier.compress} decides which weights and activations
 * are parametrized; {@link io.espalier.train.technique.Parametrization} is one parametrization.
 */
@NullMarked
package io.espalier.train.parametrize;

import org.jspecify.annotations.NullMarked;
