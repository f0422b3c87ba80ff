// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import java.util.List;

/**
 * What a summary tells about one layer.
 *
 * @param kind the class of the layer
 * @param outputShape as it is printed, with the batch dimension
 * @param trainable how many numbers of its weights are trained
 * @param fixed how many are not
 */
public record SummaryRow(
        String name, String kind, String outputShape, long trainable, long fixed, List<String> inputs) {
    public SummaryRow {
        inputs = List.copyOf(inputs);
    }

    /** The layer inside another, which keeps that many numbers for itself. */
    public SummaryRow in(String prefix, String wrapperKind, long counters) {
        return new SummaryRow(prefix + name, wrapperKind, outputShape, trainable, fixed + counters, inputs);
    }

    /** The layer with more numbers. */
    public SummaryRow plus(long moreTrainable, long moreFixed) {
        return new SummaryRow(name, kind, outputShape, trainable + moreTrainable, fixed + moreFixed, inputs);
    }
}
