// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

/**
 * A decision of a search.
 *
 * @param what was tried, in words
 * @param cost of the file by the objective; -1 where none could be made
 * @param measured the figures, in words; or why there are none
 * @param kept whether it stays
 */
public record Step(String what, long cost, String measured, boolean kept) {}
