// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.KernelLayer;
import io.espalier.model.layer.Layer;
import io.espalier.model.tensor.Tensor;

/** How the importance of a filter is measured. Filters that can only be removed together count by their sum. */
public enum FilterRanking {
    /**
     * The L1 norm of a filter's kernel, without the bias. It is less meaningful if a batch normalization follows, which cancels the scale of the
     * kernel.
     *
     * @see <a href="https://arxiv.org/abs/1608.08710">Li et al.: Pruning Filters for Efficient ConvNets (2017)</a>
     */
    L1_NORM {
        @Override
        boolean judges(Layer layer) {
            return layer instanceof KernelLayer;
        }

        @Override
        double[] scores(Model model, Node node) {
            return sums(model, node, Math::abs);
        }
    },

    /** The L2 norm of a filter's kernel, without the bias. */
    L2_NORM {
        @Override
        boolean judges(Layer layer) {
            return layer instanceof KernelLayer;
        }

        @Override
        double[] scores(Model model, Node node) {
            double[] sums = sums(model, node, value -> value * value);
            for (int i = 0; i < sums.length; i++) {
                sums[i] = Math.sqrt(sums[i]);
            }
            return sums;
        }
    },

    /**
     * The absolute value of {@code gamma} in the batch normalization that follows a filter. Filters without batch normalization stay. It works best for
     * models trained with a penalty on gamma.
     *
     * @see <a href="https://arxiv.org/abs/1708.06519">Liu et al.: Network Slimming (2017)</a>
     */
    BATCH_NORMALIZATION_SCALE {
        @Override
        boolean judges(Layer layer) {
            return layer instanceof BatchNormalization normalization && normalization.scale();
        }

        @Override
        double[] scores(Model model, Node node) {
            Tensor gamma = model.weights().get(node.weightKey("gamma"));
            double[] scores = new double[gamma.shape().elements()];
            for (int channel = 0; channel < scores.length; channel++) {
                scores[channel] = Math.abs(gamma.get(channel));
            }
            return scores;
        }

        /** What is normalized has one scale in all groups, so that the mean over the layers is comparable as it is. */
        @Override
        double scale(double[] scores, int layers) {
            return layers;
        }
    };

    /** Whether this kind of layer has a say. */
    abstract boolean judges(Layer layer);

    /** The score of each output channel of a layer that has a say. */
    abstract double[] scores(Model model, Node node);

    /**
     * By what the scores of a group are divided to be compared with those of other groups: their root mean square. Kernels of many inputs
     * have large norms, which says nothing of how much they matter.
     *
     * @param scores of the whole group, each the sum over its layers
     * @param layers how many layers of the group had a say
     */
    double scale(double[] scores, int layers) {
        double squares = 0;
        for (double score : scores) {
            squares += score * score;
        }
        return Math.sqrt(squares / scores.length);
    }

    private interface Magnitude {
        double of(float value);
    }

    /** In all kernels the output channel is what varies fastest: the last axis, or for depthwise the last two. */
    private static double[] sums(Model model, Node node, Magnitude magnitude) {
        if (!(node.layer() instanceof KernelLayer layer)) {
            throw new IllegalArgumentException("layer '" + node.name() + "' has no kernel");
        }
        Tensor kernel = model.weights().get(node.weightKey(layer.kernelName()));
        double[] sums = new double[model.outputShape(node).channels()];
        for (int i = 0; i < kernel.shape().elements(); i++) {
            sums[i % sums.length] += magnitude.of(kernel.get(i));
        }
        return sums;
    }
}
