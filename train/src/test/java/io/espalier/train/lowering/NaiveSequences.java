// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.Weights;
import io.espalier.model.tensor.Tensor;
import java.util.Arrays;

/** Recurrent layers and attention by their definitions, number by number, for one example. */
final class NaiveSequences {
    private final Weights weights;
    private final String layer;
    private final int units;

    NaiveSequences(Weights weights, String layer, int units) {
        this.weights = weights;
        this.layer = layer;
        this.units = units;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** What is left after the last step. */
    double[] lstm(double[][] steps, String prefix) {
        double[] h = new double[units];
        double[] c = new double[units];
        for (double[] step : steps) {
            double[] before = h.clone();
            for (int unit = 0; unit < units; unit++) {
                double input = sigmoid(sum(prefix, step, before, 4, unit));
                double forget = sigmoid(sum(prefix, step, before, 4, units + unit));
                double candidate = Math.tanh(sum(prefix, step, before, 4, 2 * units + unit));
                double output = sigmoid(sum(prefix, step, before, 4, 3 * units + unit));
                c[unit] = forget * c[unit] + input * candidate;
                h[unit] = output * Math.tanh(c[unit]);
            }
        }
        return h;
    }

    /** After each step. */
    double[][] simple(double[][] steps, String prefix) {
        double[][] outputs = new double[steps.length][units];
        for (int step = 0; step < steps.length; step++) {
            double[] before = step == 0 ? new double[units] : outputs[step - 1];
            for (int unit = 0; unit < units; unit++) {
                outputs[step][unit] = Math.tanh(sum(prefix, steps[step], before, 1, unit));
            }
        }
        return outputs;
    }

    private double sum(String prefix, double[] x, double[] h, int sums, int column) {
        return product(weight(prefix + "kernel"), x, sums * units, column)
                + product(weight(prefix + "recurrent_kernel"), h, sums * units, column)
                + weight(prefix + "bias").get(column);
    }

    /** With the reset gate before the product, as Cho and others have it, or after. */
    double[] gru(double[][] steps, boolean resetAfter) {
        double[] h = new double[units];
        for (double[] step : steps) {
            double[] before = h.clone();
            double[] reset = new double[units];
            double[] masked = new double[units];
            for (int unit = 0; unit < units; unit++) {
                reset[unit] = sigmoid(fed(step, units + unit) + left(before, units + unit, resetAfter));
                masked[unit] = reset[unit] * before[unit];
            }
            for (int unit = 0; unit < units; unit++) {
                double update = sigmoid(fed(step, unit) + left(before, unit, resetAfter));
                double recurrent = resetAfter
                        ? reset[unit] * left(before, 2 * units + unit, true)
                        : left(masked, 2 * units + unit, false);
                double candidate = Math.tanh(fed(step, 2 * units + unit) + recurrent);
                h[unit] = update * before[unit] + (1 - update) * candidate;
            }
        }
        return h;
    }

    private double fed(double[] step, int column) {
        return product(weight("kernel"), step, 3 * units, column)
                + weight("bias").get(column);
    }

    private double left(double[] h, int column, boolean resetAfter) {
        double bias = resetAfter ? weight("bias").get(3 * units + column) : 0;
        return product(weight("recurrent_kernel"), h, 3 * units, column) + bias;
    }

    private static double product(Tensor kernel, double[] values, int columns, int column) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * kernel.get(i * columns + column);
        }
        return sum;
    }

    /** Attention of a sequence to itself, with as many outputs as features. */
    double[][] attention(double[][] steps, int heads, int length) {
        return attention(steps, heads, length, (query, key) -> true);
    }

    /** Whether a query may see a key. */
    interface Sight {
        boolean isClear(int query, int key);
    }

    double[][] attention(double[][] steps, int heads, int length, Sight sight) {
        int features = steps[0].length;
        double[][] result = new double[steps.length][features];
        Tensor output = weight("attention_output/kernel");
        for (int head = 0; head < heads; head++) {
            double[][] queries = projected(steps, "query", heads, head, length);
            double[][] keys = projected(steps, "key", heads, head, length);
            double[][] values = projected(steps, "value", heads, head, length);
            for (int step = 0; step < steps.length; step++) {
                double[] shares = new double[steps.length];
                double total = 0;
                for (int other = 0; other < steps.length; other++) {
                    double share = Math.exp(dot(queries[step], keys[other]) / Math.sqrt(length));
                    shares[other] = sight.isClear(step, other) ? share : 0;
                    total += shares[other];
                }
                if (total == 0) {
                    Arrays.fill(shares, 1);
                    total = steps.length;
                }
                for (int other = 0; other < steps.length; other++) {
                    for (int i = 0; i < length; i++) {
                        for (int feature = 0; feature < features; feature++) {
                            result[step][feature] += shares[other]
                                    / total
                                    * values[other][i]
                                    * output.get((head * length + i) * features + feature);
                        }
                    }
                }
            }
        }
        for (double[] row : result) {
            for (int feature = 0; feature < features; feature++) {
                row[feature] += weight("attention_output/bias").get(feature);
            }
        }
        return result;
    }

    private double[][] projected(double[][] steps, String name, int heads, int head, int length) {
        double[][] projected = new double[steps.length][length];
        for (int step = 0; step < steps.length; step++) {
            for (int i = 0; i < length; i++) {
                int column = head * length + i;
                projected[step][i] = product(weight(name + "/kernel"), steps[step], heads * length, column)
                        + weight(name + "/bias").get(column);
            }
        }
        return projected;
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private Tensor weight(String name) {
        return weights.get(layer, name);
    }
}
