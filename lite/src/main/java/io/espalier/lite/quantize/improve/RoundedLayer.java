// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.quantize.integer.TensorEncoding;
import java.nio.FloatBuffer;

/** A layer whose weights are rounded: it observes its inputs first. */
final class RoundedLayer {
    /** Rows of weights that are longer are rounded part by part, as if the parts saw inputs that have nothing to do with each other. */
    private static final int LONGEST = 4608;

    private static final int LONGEST_PART = 1024;

    /** Positions of a sample that are looked at; fewer where each costs more. */
    private static final int POSITIONS = 64;

    private static final int POSITIONS_COLUMNS = POSITIONS * 1152;
    private static final int LEAST_POSITIONS = 16;

    private static final double GOLDEN_RATIO = 0.6180339887498949;

    private final Patches patches;
    private final Floats scales;
    private final int part;
    private final SecondMoments[][] moments;
    private long samples;

    /** @param form of the weights in the plan */
    RoundedLayer(Patches patches, TensorEncoding form) {
        this.patches = patches;
        this.scales = form.quantization().scales();
        this.part = partOf(patches.columns());
        int parts = (patches.columns() + part - 1) / part;
        this.moments = new SecondMoments[patches.groups()][parts];
        for (SecondMoments[] group : moments) {
            for (int i = 0; i < parts; i++) {
                group[i] = new SecondMoments(Math.min(part, patches.columns() - i * part));
            }
        }
    }

    /** How much memory a layer takes while it sees inputs. */
    static long doubles(Patches patches) {
        return (long) patches.groups() * patches.columns() * partOf(patches.columns());
    }

    // equal parts
    private static int partOf(int columns) {
        if (columns <= LONGEST) {
            return columns;
        }
        int parts = (columns + LONGEST_PART - 1) / LONGEST_PART;
        return (columns + parts - 1) / parts;
    }

    /** Looks at some positions of an input, spread evenly; others with each sample, but the same ones each time. */
    void see(Ints shape, FloatBuffer values) {
        int positions = patches.positions(shape);
        int most = Math.min(POSITIONS, Math.max(LEAST_POSITIONS, POSITIONS_COLUMNS / patches.columns()));
        int count = Math.min(positions, most);
        double offset = samples++ * GOLDEN_RATIO % 1;
        double[] patch = new double[patches.columns()];
        for (int i = 0; i < count; i++) {
            int position = (int) ((i + offset) * positions / count);
            for (int group = 0; group < moments.length; group++) {
                patches.read(values, shape, position, group, patch);
                for (int block = 0; block < moments[group].length; block++) {
                    moments[group][block].add(patch, block * part);
                }
            }
        }
    }

    /** The weights as multiples of their scales; those of a part that saw nothing as the nearest. */
    Tensor rounded() {
        Tensor weights = patches.layer().weights();
        float[] values = new float[patches.layer().count()];
        patches.layer().values().get(values);
        for (int block = 0; block < moments[0].length; block++) {
            boolean[] known = new boolean[moments.length];
            for (int group = 0; group < known.length; group++) {
                known[group] = moments[group][block].factor();
            }
            for (int output = 0; output < patches.layer().outputs(); output++) {
                int group = patches.group(output);
                round(output, block * part, moments[group][block], known[group], values);
            }
        }
        return weights.withBuffer(Buffer.ofFloats(values));
    }

    private void round(int output, int from, SecondMoments factor, boolean known, float[] values) {
        float scale = scales.get(scales.size() == 1 ? 0 : output);
        double[] exact = new double[factor.size()];
        for (int column = 0; column < exact.length; column++) {
            exact[column] = (double) values[patches.place(output, from + column)] / scale;
        }
        int[] integers = known ? RowRounding.round(exact, factor) : RowRounding.nearest(exact);
        for (int column = 0; column < exact.length; column++) {
            values[patches.place(output, from + column)] = integers[column] * scale;
        }
    }
}
