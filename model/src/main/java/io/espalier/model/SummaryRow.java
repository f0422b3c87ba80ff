// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import java.util.List;
import java.util.Objects;

/**
 * What a summary tells about one layer.
 *
 * @param kind the class of the layer
 * @param outputShape as it is printed, with the batch dimension
 * @param trainable how many numbers of its weights are trained
 * @param fixed how many are not
 * @param bytes what all of them take
 */
public record SummaryRow(
        String name, String kind, String outputShape, long trainable, long fixed, long bytes, List<String> inputs) {
    public SummaryRow {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(outputShape, "outputShape");
        inputs = List.copyOf(inputs);
    }

    /** The layer inside another, which keeps that many numbers for itself. */
    public SummaryRow in(String wrapperName, String wrapperKind, long counters, int bytesEach) {
        return new SummaryRow(
                wrapperName,
                wrapperKind,
                outputShape,
                trainable,
                fixed + counters,
                bytes + counters * bytesEach,
                inputs);
    }

    /** Another layer behind it, which keeps that many numbers for itself. */
    public SummaryRow before(String nextName, String nextKind, long counters, int bytesEach) {
        return new SummaryRow(
                nextName, nextKind, withoutBrackets(outputShape), 0, counters, counters * bytesEach, List.of(name));
    }

    /** The layer behind those of other names. */
    SummaryRow connectedTo(List<String> names) {
        return new SummaryRow(name, kind, outputShape, trainable, fixed, bytes, names);
    }

    /** The layer with more float32 numbers. */
    public SummaryRow plus(long moreTrainable, long moreFixed) {
        return new SummaryRow(
                name,
                kind,
                outputShape,
                trainable + moreTrainable,
                fixed + moreFixed,
                bytes + (moreTrainable + moreFixed) * Float.BYTES,
                inputs);
    }

    // Keras shows the shape of an input as a list of one.
    private static String withoutBrackets(String shape) {
        return shape.startsWith("[") ? shape.substring(1, shape.length() - 1) : shape;
    }

    long trainableBytes() {
        return trainable * Float.BYTES;
    }
}
