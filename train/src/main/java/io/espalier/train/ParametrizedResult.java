// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.train.history.History;
import io.espalier.train.parametrize.ParametrizedModel;

/** A parametrized model with trained weights and state, and how it got there. */
public record ParametrizedResult(ParametrizedModel model, History history) {}
