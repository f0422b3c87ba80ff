// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.cluster;

/** Points at equal distances from the first to the last, both included; the first alone where there is one. */
record Spacing(double first, double last, int points) {
    double at(int index) {
        if (index == 0) {
            return first;
        }
        return index == points - 1 ? last : first + (last - first) * index / (points - 1);
    }

    float[] toFloats() {
        float[] values = new float[points];
        for (int i = 0; i < points; i++) {
            values[i] = (float) at(i);
        }
        return values;
    }
}
