// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import io.espalier.base.internal.DisjointSets;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Layer.ChannelMapping;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Which channels of a model can be removed, and which only together.
 *
 * <pre>
 *   conv2d ---> batch_normalization ---> add ---> flatten ---> dense
 *   conv2d_1 ----------------------------^
 *
 *   channel 3 of conv2d, batch_normalization, conv2d_1 and add, and channels 3, 3 + c, 3 + 2c, ... of flatten: one set
 * </pre>
 *
 * <p>Every channel of every layer starts as a set of its own; each layer then joins its output channels with the input channels they are
 * computed from one by one, as its {@link ChannelMapping} says. A convolution or dense layer mixes all its inputs and joins nothing: there a
 * set ends. Fixed sets stay: channels of the model's inputs and outputs, and those that share a softmax.
 */
final class ChannelDependencies {
    private final Model model;
    private final Map<String, Span> spans = new HashMap<>();
    private final DisjointSets sets;
    private final BitSet fixed = new BitSet();

    /** The numbers that a layer's channels have among those of all layers. */
    private record Span(int from, int size) {}

    private ChannelDependencies(Model model) {
        this.model = model;
        int channels = 0;
        for (Node node : model.nodes()) {
            Shape shape = model.outputShape(node);
            Span span = new Span(channels, shape.rank() == 0 ? 1 : shape.channels());
            spans.put(node.name(), span);
            channels += span.size();
        }
        this.sets = new DisjointSets(channels);
    }

    /** The groups whose channels may be removed, in the model's order. Where one has a single channel, it must stay. */
    static List<FilterPlan.ChannelGroup> groups(Model model) {
        ChannelDependencies dependencies = new ChannelDependencies(model);
        model.nodes().forEach(dependencies::follow);
        model.outputs().forEach(dependencies::fix);
        return dependencies.removable();
    }

    private void follow(Node node) {
        switch (node.layer().channelMapping()) {
            case NEW -> {}
            case KEPT -> node.inputs().forEach(input -> tieSame(input, node.name()));
            case MULTIPLIED -> {
                String input = node.inputs().get(0);
                tieEach(input, node.name(), channels(node.name()) / channels(input), 0);
            }
            case JOINED -> {
                int offset = 0;
                for (String input : node.inputs()) {
                    tieEach(input, node.name(), 1, offset);
                    offset += channels(input);
                }
            }
            case MIXED -> node.inputs().forEach(this::fix);
            case RESHAPED -> tieRows(node.inputs().get(0), node.name());
        }
        if (isFixed(node.layer())) {
            fix(node.name());
        }
        if (node.isFurtherCall()) {
            tieCalls(model.node(node.weightsOf()), node);
        }
    }

    /**
     * Whether the layer needs all of its output channels. A softmax divides by the sum over all channels: without one of them, even one that is
     * 0, the others change.
     */
    private static boolean isFixed(Layer layer) {
        return layer instanceof Input
                || layer.channelMapping() == ChannelMapping.MIXED
                || layer.lastFunction() == ActivationFunction.SOFTMAX
                || layer.lastFunction() == ActivationFunction.LOG_SOFTMAX;
    }

    /** One kernel serves all calls of a layer, so what it loses, all lose. */
    private void tieCalls(Node first, Node further) {
        tieSame(first.name(), further.name());
        for (int input = 0; input < first.inputs().size(); input++) {
            tieSame(first.inputs().get(input), further.inputs().get(input));
        }
    }

    private void tieSame(String input, String output) {
        if (channels(input) == channels(output)) {
            tieEach(input, output, 1, 0);
        } else {
            fix(input);
        }
    }

    /** Ties every input channel to so many output channels in a row, from the offset on. */
    private void tieEach(String input, String output, int multiplier, int offset) {
        for (int channel = 0; channel < channels(input) * multiplier; channel++) {
            sets.join(number(input, channel / multiplier), number(output, offset + channel));
        }
    }

    /**
     * Where one last dimension is a multiple of the other, whole rows are joined or split, and a channel stays at the same places of every
     * row; otherwise it is at other places in each, and nothing can be removed.
     */
    private void tieRows(String input, String output) {
        int before = channels(input);
        int after = channels(output);
        if (Math.max(before, after) % Math.min(before, after) != 0) {
            fix(input);
            fix(output);
            return;
        }
        for (int place = 0; place < Math.max(before, after); place++) {
            sets.join(number(input, place % before), number(output, place % after));
        }
    }

    /** Nothing tied to a channel of this layer may be removed. */
    private void fix(String layer) {
        fixed.set(number(layer, 0), number(layer, 0) + channels(layer));
    }

    private int channels(String layer) {
        return span(layer).size();
    }

    private int number(String layer, int channel) {
        return span(layer).from() + channel;
    }

    private Span span(String layer) {
        Span span = spans.get(layer);
        if (span == null) {
            throw new IllegalStateException("layer '" + layer + "' is not in " + model);
        }
        return span;
    }

    private List<FilterPlan.ChannelGroup> removable() {
        Map<List<String>, List<FilterPlan.TiedChannels>> byLayers = new LinkedHashMap<>();
        for (List<FilterPlan.Channel> channels : removableSets()) {
            LinkedHashSet<String> layers = new LinkedHashSet<>();
            channels.forEach(channel -> layers.add(channel.layer()));
            byLayers.computeIfAbsent(List.copyOf(layers), unused -> new ArrayList<>())
                    .add(new FilterPlan.TiedChannels(channels));
        }
        List<FilterPlan.ChannelGroup> groups = new ArrayList<>();
        byLayers.forEach((layers, tied) -> groups.add(new FilterPlan.ChannelGroup(layers, tied)));
        return groups;
    }

    private List<List<FilterPlan.Channel>> removableSets() {
        BitSet fixedSets = new BitSet();
        fixed.stream().map(sets::find).forEach(fixedSets::set);
        Map<Integer, List<FilterPlan.Channel>> members = new LinkedHashMap<>();
        for (Node node : model.nodes()) {
            for (int channel = 0; channel < channels(node.name()); channel++) {
                int set = sets.find(number(node.name(), channel));
                if (!fixedSets.get(set)) {
                    members.computeIfAbsent(set, unused -> new ArrayList<>())
                            .add(new FilterPlan.Channel(node.name(), channel));
                }
            }
        }
        return List.copyOf(members.values());
    }
}
