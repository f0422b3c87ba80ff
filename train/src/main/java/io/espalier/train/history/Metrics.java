// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.history;

import java.util.OptionalDouble;

/**
 * How well a model did on some examples.
 *
 * @param loss averaged over the examples
 * @param accuracy the share of right answers, from 0 to 1; empty for a loss that knows no right and wrong
 */
public record Metrics(double loss, OptionalDouble accuracy) {}
