// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import io.espalier.compress.CompressionException;
import io.espalier.compress.layer.KernelLayers;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.KernelLayer;
import io.espalier.model.layer.Layer;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Structured pruning: removes the least important filters, so that layers and those after them become smaller and faster.
 *
 * <pre>{@code
 * Model smaller = FilterPruning.of(0.5).withKeptLayers("conv2d").apply(model);
 * }</pre>
 *
 * <p>It removes filters of Conv1D and Conv2D, units of Dense and channels of DepthwiseConv2D, and with them everything that follows channel by
 * channel: batch normalization, pooling, the rows of the next kernel. Channels that are added or multiplied are removed together, and so are a
 * depthwise filter and the filter before it. The model's inputs and outputs keep their shapes.
 *
 * <p>The outputs do not change if the removed filters are zero, normalized to zero, and followed only by activations that keep zero (ReLU, tanh,
 * linear). Otherwise accuracy drops, often far; one or two epochs of training restore most of it.
 *
 * <p>Immutable: each setting returns a new object.
 */
public final class FilterPruning {
    private final double share;
    private final Scope scope;
    private final Ranking ranking;
    private final int roundTo;
    private final List<String> keptNames;
    private final Predicate<Node> kept;

    /** What the share to remove refers to. */
    public enum Scope {
        /** Each group of channels loses the same share. */
        EACH_GROUP,
        /**
         * The least important channels of all groups are removed, so that unimportant groups lose more. To compare groups, norms are divided by their
         * root mean square in the group, since large kernels have large norms. Scales of batch normalization are compared as they are.
         */
        GLOBAL
    }

    private FilterPruning(
            double share, Scope scope, Ranking ranking, int roundTo, List<String> keptNames, Predicate<Node> kept) {
        if (!(share >= 0 && share < 1)) {
            throw new CompressionException("the share of filters to remove must be at least 0 and less than 1, not "
                    + share + "; 0.5 removes half of them");
        }
        if (roundTo < 1) {
            throw new CompressionException(
                    "the number of filters must be rounded to a multiple of 1 or more, not " + roundTo);
        }
        this.share = share;
        this.scope = scope;
        this.ranking = Objects.requireNonNull(ranking, "ranking");
        this.roundTo = roundTo;
        this.keptNames = List.copyOf(keptNames);
        this.kept = kept;
    }

    /**
     * Removes this share of each group of channels, by the L1 norm. The number to remove is rounded down, and at least one channel stays in each group.
     *
     * @param share from 0 to below 1
     * @throws CompressionException if the share is out of range
     */
    public static FilterPruning of(double share) {
        return new FilterPruning(share, Scope.EACH_GROUP, Ranking.L1_NORM, 1, List.of(), node -> false);
    }

    /** Removes the share of all channels together instead of each group, see {@link Scope#GLOBAL}. */
    public FilterPruning withGlobalRanking() {
        return new FilterPruning(share, Scope.GLOBAL, ranking, roundTo, keptNames, kept);
    }

    /** Sets how the importance of filters is measured. The default is {@link Ranking#L1_NORM}. */
    public FilterPruning withRanking(Ranking changed) {
        return new FilterPruning(share, scope, changed, roundTo, keptNames, kept);
    }

    /**
     * Rounds the number of channels that stay in a group up to a multiple, if the group has so many. Many processors prefer multiples of 8. The default
     * is 1.
     *
     * @throws CompressionException if it is less than 1
     */
    public FilterPruning withMultipleOf(int multiple) {
        return new FilterPruning(share, scope, ranking, multiple, keptNames, kept);
    }

    /** Keeps all output channels of these layers, and all channels tied to them. */
    public FilterPruning withKeptLayers(String... layers) {
        List<String> names = new ArrayList<>(keptNames);
        names.addAll(List.of(layers));
        return new FilterPruning(share, scope, ranking, roundTo, names, kept);
    }

    /** Keeps all output channels of the layers that pass this test, and all channels tied to them. */
    public FilterPruning withKeptLayers(Predicate<Node> layers) {
        return new FilterPruning(share, scope, ranking, roundTo, keptNames, kept.or(layers));
    }

    /**
     * Prunes a model.
     *
     * @return the smaller model; layers keep their names
     * @throws CompressionException if a layer to keep does not exist, nothing can be removed, or the model was trained quantization-aware
     */
    public Model apply(Model model) {
        return plan(model).apply();
    }

    /**
     * Plans what {@link #apply} removes.
     *
     * @throws CompressionException as {@link #apply}
     */
    public FilterPlan plan(Model model) {
        KernelLayers.requireFloats(model, "pruned");
        List<FilterPlan.ChannelGroup> groups = candidates(model);
        ScoredGroups scored = ScoredGroups.of(model, groups, ranking);
        List<List<FilterPlan.TiedChannels>> removed =
                scope == Scope.GLOBAL ? scored.leastOfAll(share, roundTo) : scored.leastOfEach(share, roundTo);
        List<FilterPlan.Decision> decisions = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            decisions.add(new FilterPlan.Decision(groups.get(i), removed.get(i)));
        }
        return new FilterPlan(model, decisions);
    }

    private List<FilterPlan.ChannelGroup> candidates(Model model) {
        Map<String, Node> nodes = model.nodes().stream().collect(Collectors.toMap(Node::name, node -> node));
        for (String name : keptNames) {
            if (!nodes.containsKey(name)) {
                throw new CompressionException(
                        "model '" + model.name() + "' has no layer '" + name + "' to keep; it has "
                                + model.nodes().stream().map(Node::name).collect(Collectors.joining(", ")));
            }
        }
        List<FilterPlan.ChannelGroup> removable = ChannelDependencies.groups(model).stream()
                .filter(group -> group.size() > 1)
                .toList();
        if (removable.isEmpty()) {
            throw new CompressionException("model '" + model.name()
                    + "' has no filters that can be removed: the filters of its last layers are its outputs, and channels that"
                    + " reach an input or a softmax cannot be removed");
        }
        List<FilterPlan.ChannelGroup> candidates = removable.stream()
                .filter(group -> group.layers().stream()
                        .noneMatch(layer -> keptNames.contains(layer) || kept.test(node(nodes, layer))))
                .filter(group -> group.layers().stream()
                        .anyMatch(layer -> ranking.judges(node(nodes, layer).layer())))
                .toList();
        if (candidates.isEmpty()) {
            throw new CompressionException("all filters of model '" + model.name() + "' are kept, or " + ranking
                    + " cannot rank them; filters could be removed from "
                    + removable.stream().map(group -> group.layers().get(0)).collect(Collectors.joining(", ")));
        }
        return candidates;
    }

    private static Node node(Map<String, Node> nodes, String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new IllegalStateException("a group names layer '" + name + "', which the model lacks");
        }
        return node;
    }

    /** How the importance of a filter is measured. Filters that can only be removed together count by their sum. */
    public enum Ranking {
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

            /** Normalized channels have one scale in all groups: the mean over the layers is comparable. */
            @Override
            double scale(double[] scores, int layers) {
                return layers;
            }
        };

        /** Whether the ranking can score layers of this kind. */
        abstract boolean judges(Layer layer);

        /** The score of each output channel of a layer that it can score. */
        abstract double[] scores(Model model, Node node);

        /**
         * By what the scores of a group are divided to be compared with those of other groups: their root mean square. Kernels of many inputs
         * have large norms without being more important.
         *
         * @param scores of the whole group, each the sum over its layers
         * @param layers the number of layers in the group with scores
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
}
