// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.quantize.constant.ClippedScales;
import io.espalier.lite.quantize.integer.TensorEncoding;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.TrainedQuantization.WeightGrid;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A layer whose weights are rounded: it observes its inputs first. */
final class RoundedLayer {
    /** Rows of weights that are longer are rounded part by part, as if the parts saw inputs that have nothing to do with each other. */
    private static final int LONGEST = 4608;

    private static final int LONGEST_PART = 1024;

    /** Positions of a sample that are looked at; fewer where each costs more. */
    private static final int POSITIONS = 64;

    private static final int POSITIONS_COLUMNS = POSITIONS * 1152;
    private static final int LEAST_POSITIONS = 16;

    /** Other scales that four bits are tried with, as multiples of the one that is best for the weights alone. */
    private static final double[] SCALES = {0.8, 0.87, 0.94, 1.06, 1.12};

    private static final double GOLDEN_RATIO = 0.6180339887498949;

    private final Patches patches;
    private final int part;
    private final SecondMoments[][] moments;
    private long samples;
    private boolean @Nullable [][] known;

    RoundedLayer(Patches patches) {
        this.patches = patches;
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

    // Once: the moments become their factors.
    private boolean[][] known() {
        if (known == null) {
            known = new boolean[moments[0].length][moments.length];
            for (int block = 0; block < known.length; block++) {
                for (int group = 0; group < moments.length; group++) {
                    known[block][group] = moments[group][block].factor();
                }
            }
        }
        return known;
    }

    /**
     * The weights as multiples of their scales; those of a part that saw nothing as the nearest. Nothing may be seen any more.
     *
     * @param form of the weights in the plan
     */
    Tensor rounded(TensorEncoding form) {
        Tensor weights = patches.layer().weights();
        float[] values = new float[patches.layer().count()];
        patches.layer().values().get(values);
        Floats planned = form.quantization().scales();
        float[] scales = planned.toArray();
        int largest = WeightGrid.largest(form.type().bits());
        boolean choosesScales = form.type() == TensorType.INT4
                && scales.length == patches.layer().outputs();
        for (int output = 0; output < patches.layer().outputs(); output++) {
            float scale = planned.get(scales.length == 1 ? 0 : output);
            Output best = rounded(output, scale, largest, values);
            if (choosesScales) {
                for (double factor : SCALES) {
                    Output other = rounded(output, (float) (scale * factor), largest, values);
                    best = other.error() < best.error() ? other : best;
                }
                scales[output] = best.scale();
            }
            for (int column = 0; column < patches.columns(); column++) {
                values[patches.place(output, column)] = best.integers()[column] * best.scale();
            }
        }
        return weights.withBuffer(Buffer.ofFloats(values)).withTrained(grid(form, scales));
    }

    // The largest of the rounded weights does not tell what they are multiples of.
    private static TrainedValues grid(TensorEncoding form, float... scales) {
        List<Double> exact = new ArrayList<>();
        for (float scale : scales) {
            exact.add((double) scale);
        }
        return TrainedValues.of(new WeightGrid(form.type().bits(), scales.length > 1))
                .withScales(exact);
    }

    /** The weights of an output channel, and what they are off in its unit. */
    @SuppressWarnings("ArrayRecordComponent") // made here, and used up by the caller
    private record Output(int[] integers, float scale, double error) {}

    private Output rounded(int output, float scale, int largest, float... values) {
        int group = patches.group(output);
        int[] integers = new int[patches.columns()];
        double error = 0;
        for (int block = 0; block < moments[group].length; block++) {
            SecondMoments factor = moments[group][block];
            double[] exact = new double[factor.size()];
            for (int column = 0; column < exact.length; column++) {
                exact[column] = (double) values[patches.place(output, block * part + column)] / scale;
            }
            if (known()[block][group]) {
                RowRounding.Row row = RowRounding.round(exact, largest, factor);
                if (largest == ClippedScales.LARGEST_INT4) {
                    row = RowRounding.improved(exact, row, largest, factor);
                }
                System.arraycopy(row.integers(), 0, integers, block * part, exact.length);
                error += row.error() * scale * scale;
            } else {
                System.arraycopy(RowRounding.nearest(exact, largest), 0, integers, block * part, exact.length);
            }
        }
        return new Output(integers, scale, error);
    }
}
