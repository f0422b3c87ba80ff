// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

/** Values that flow through a layer, by the name of its node. */
public record ActivationKey(String layer, Place place) {
    /** Where in a layer. */
    public enum Place {
        /** What goes into the layer's own activation function. */
        BEFORE_FUNCTION,
        /** What the layer puts out. */
        OUTPUT
    }

    public static ActivationKey output(String layer) {
        return new ActivationKey(layer, Place.OUTPUT);
    }

    public static ActivationKey beforeFunction(String layer) {
        return new ActivationKey(layer, Place.BEFORE_FUNCTION);
    }

    /** Such as {@code conv2d/output}. */
    @Override
    public String toString() {
        return layer + "/" + (place == Place.OUTPUT ? "output" : "before_function");
    }
}
