// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.history;

import java.util.OptionalDouble;

/**
 * Loss and accuracy of a model on some examples.
 *
 * @param loss the mean over the examples
 * @param accuracy the share of correct predictions, from 0 to 1; empty for losses without classes, such as the mean squared error
 */
public record Metrics(double loss, OptionalDouble accuracy) {}
