// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.distil;

/** What the numbers of a distillation may be. Recipes are checked where TensorFlow is not installed, so this class knows nothing of it. */
public final class DistillationLimits {
    private DistillationLimits() {}

    /**
     * The same number.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public static float requireTemperature(float temperature) {
        if (!(temperature > 0 && temperature < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the temperature must be greater than 0, not " + temperature);
        }
        return temperature;
    }

    /**
     * The same number.
     *
     * @throws IllegalArgumentException if it is not from 0 to 1
     */
    public static float requireLabelWeight(float labelWeight) {
        if (!(labelWeight >= 0 && labelWeight <= 1)) {
            throw new IllegalArgumentException("the weight of the labels must be from 0 to 1, not " + labelWeight);
        }
        return labelWeight;
    }
}
