// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.model.Model;
import io.espalier.train.history.History;

/** A model with trained weights, and how it got there. */
public record TrainingResult(Model model, History history) {}
