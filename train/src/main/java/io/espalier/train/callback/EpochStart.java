// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

/**
 * An epoch is about to begin.
 *
 * @param epoch its number, from 1
 */
public record EpochStart(int epoch) {}
