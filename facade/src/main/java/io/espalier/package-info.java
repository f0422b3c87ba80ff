// SPDX-License-Identifier: Apache-2.0
/**
 * What most programs need of Espalier. {@link io.espalier.Espalier} converts, quantizes, compresses, evaluates and compares, one call each; {@link
 * io.espalier.Predictor} runs a model. Both are made of the classes in the packages below, which say and do more.
 */
@NullMarked
package io.espalier;

import org.jspecify.annotations.NullMarked;
