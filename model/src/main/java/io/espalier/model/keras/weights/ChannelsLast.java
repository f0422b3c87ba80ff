// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.WeightKey;
import io.espalier.model.keras.config.LayerConfig;
import io.espalier.model.keras.config.LayerJson;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Reads layers that have the channels of pictures first as layers that have them last.
 *
 * <p>Inputs of pictures, (channels, height, width), take (height, width, channels) instead. Axes are counted anew. Where a picture is
 * flattened, its numbers come in another order, and the rows of the next kernel with them. In front of layers whose meaning depends on the
 * order of dimensions otherwise, such as Reshape, or that have their channels elsewhere than the layer before, dimensions are put in the order
 * that they need ({@link #orderBefore}).
 */
public final class ChannelsLast {
    private static final String DATA_FORMAT = "data_format";
    private static final String FIRST = "channels_first";

    /** These do the same to each number, wherever it is. */
    private static final Set<String> ELEMENTWISE = Set.of(
            "Activation",
            "ReLU",
            "LeakyReLU",
            "ELU",
            "ThresholdedReLU",
            "Dropout",
            "SpatialDropout1D",
            "SpatialDropout2D",
            "SpatialDropout3D",
            "GaussianNoise",
            "GaussianDropout",
            "AlphaDropout",
            "ActivityRegularization",
            "Add",
            "Subtract",
            "Multiply",
            "Average",
            "Maximum",
            "Minimum",
            "Rescaling");

    private static final Set<String> WITH_AXIS =
            Set.of("BatchNormalization", "Concatenate", "Softmax", "LayerNormalization");

    /** How the file orders the numbers that a layer puts out. */
    private sealed interface Order {
        /** As here. */
        record Same() implements Order {}

        /** With the channels of pictures, or of sequences, first. */
        record ChannelsFirst() implements Order {}

        /** Pictures with their channels first in one row; here they had that shape. */
        record Flattened(Shape picture) implements Order {}
    }

    private static final Order SAME = new Order.Same();
    private static final Order CHANNELS_FIRST = new Order.ChannelsFirst();

    /** The numbers of dimensions, without the batch, of the inputs whose channels are moved. */
    private final Set<Integer> movedRanks = new HashSet<>();

    /** Whether any layer has its channels first. */
    private final boolean isNeeded;

    private final Map<String, Order> orders = new HashMap<>();
    private final Map<WeightKey, UnaryOperator<Tensor>> changes = new HashMap<>();

    /** @param modelConfig whose layers say whether there is anything to do */
    public ChannelsLast(JsonNode modelConfig) {
        Map<Integer, String> firstFormats = new HashMap<>();
        Set<String> formats = new HashSet<>();
        collect(modelConfig, firstFormats, formats);
        this.isNeeded = formats.contains(FIRST);
        firstFormats.forEach((rank, format) -> {
            if (format.equals(FIRST)) {
                movedRanks.add(rank);
            }
        });
    }

    // Where formats are mixed, that of the first layer is the one that the inputs are in.
    private static void collect(JsonNode layer, Map<Integer, String> firstFormats, Set<String> formats) {
        JsonNode config = layer.path("config");
        String className = LayerJson.classOf(layer);
        String format = formatOf(className, config);
        if (!format.isEmpty()) {
            formats.add(format);
            if (!className.equals("Flatten")) {
                firstFormats.putIfAbsent(className.contains("1D") ? 2 : className.contains("3D") ? 4 : 3, format);
            }
        }
        LayerJson.layersOf(config).forEach(within -> collect(within, firstFormats, formats));
        if (config.path("layer").isObject()) {
            collect(config.path("layer"), firstFormats, formats);
        }
    }

    // A ConvLSTM takes and puts out its dimensions in either order itself.
    private static String formatOf(String className, JsonNode settings) {
        return LayerJson.isConvLstm(className) ? "" : settings.path(DATA_FORMAT).asText();
    }

    /** What is done to a weight's value in the file. */
    Tensor changed(WeightKey key, Tensor value) {
        return changes.getOrDefault(key, UnaryOperator.identity()).apply(value);
    }

    /** The shape of an input as it is here. */
    public Shape input(String name, Shape shape) {
        boolean moved = movedRanks.contains(shape.rank());
        orders.put(name, moved ? CHANNELS_FIRST : SAME);
        if (!moved) {
            return shape;
        }
        int[] dimensions = shape.toArray();
        int[] last = new int[dimensions.length];
        System.arraycopy(dimensions, 1, last, 0, last.length - 1);
        last[last.length - 1] = dimensions[0];
        return Shape.of(last);
    }

    /** The shape of an input as the file has it. */
    public Shape inFileOrder(Shape here) {
        boolean moved = movedRanks.contains(here.rank());
        if (!moved) {
            return here;
        }
        int[] dimensions = here.toArray();
        int[] first = new int[dimensions.length];
        System.arraycopy(dimensions, 0, first, 1, first.length - 1);
        first[0] = dimensions[dimensions.length - 1];
        return Shape.of(first);
    }

    /** The shape of an output as the file has it. */
    public Shape inFileOrder(String name, Shape here) {
        if (!(order(name) instanceof Order.ChannelsFirst) || here.rank() < 2) {
            return here;
        }
        List<Integer> dimensions = new ArrayList<>(here.dimensions());
        Collections.rotate(dimensions, 1);
        return new Shape(dimensions);
    }

    /** Says that an output is in the same order here as in the file. */
    public void plain(String name) {
        orders.put(name, SAME);
    }

    /**
     * A layer's settings as they are here.
     *
     * @throws ModelFormatException if the layer cannot be read with channels last
     */
    public LayerConfig settings(LayerConfig config, List<String> inputs) {
        if (!isNeeded || !(config.settings() instanceof ObjectNode)) {
            orders.put(config.name(), SAME);
            return config;
        }
        Order order = inputs.isEmpty() ? SAME : commonOrder(config, inputs);
        ObjectNode settings = config.settings().deepCopy();
        orders.put(config.name(), orderAfter(config, settings, order));
        return new LayerConfig(config.file(), config.name(), config.className(), settings, config.inputs());
    }

    /**
     * The order into which the dimensions of an input are to be put in front of a layer, as of a Permute; empty if they are right.
     *
     * @param shape the input's
     * @param inputs all of the layer
     */
    public Optional<List<Integer>> orderBefore(LayerConfig config, String input, Shape shape, List<String> inputs) {
        if (!isNeeded || order(input) instanceof Order.Flattened || shape.rank() < 2) {
            return Optional.empty();
        }
        boolean isFirst = order(input) instanceof Order.ChannelsFirst;
        boolean wantsFirst = wantsFirst(config, shape, inputs, isFirst);
        if (isFirst == wantsFirst) {
            return Optional.empty();
        }
        List<Integer> axes =
                new ArrayList<>(IntStream.range(0, shape.rank()).boxed().toList());
        Collections.rotate(axes, isFirst ? 1 : -1);
        return Optional.of(axes);
    }

    /** Says that a Permute of {@link #orderBefore} is in front of a layer. */
    public void reordered(String input, String permuted) {
        orders.put(permuted, order(input) instanceof Order.Same ? CHANNELS_FIRST : SAME);
    }

    /** Says that a layer puts out numbers in the order of another. */
    public void follow(String input, String output) {
        orders.put(output, order(input));
    }

    private boolean wantsFirst(LayerConfig config, Shape shape, List<String> inputs, boolean isFirst) {
        String format = formatOf(config.className(), config.settings());
        if (config.className().equals("Flatten")) {
            // With the setting Keras moves the channels itself before it flattens.
            return isFirst || format.equals(FIRST);
        }
        if (!format.isEmpty()) {
            return format.equals(FIRST);
        }
        if (config.className().equals("BatchNormalization") && shape.rank() > 2) {
            int axis = axisOf(config.settings());
            return axis == 1 || (isFirst && axis != -1 && axis != shape.rank());
        }
        boolean anyFirst = inputs.stream().map(this::order).anyMatch(CHANNELS_FIRST::equals);
        return anyFirst && keepsOrder(config);
    }

    private static boolean keepsOrder(LayerConfig config) {
        return !config.settings().path("activation").asText().equals("softmax")
                && (ELEMENTWISE.contains(config.className())
                        || WITH_AXIS.contains(config.className())
                        || config.className().equals("PReLU"));
    }

    private static int axisOf(JsonNode settings) {
        JsonNode axis = settings.path("axis");
        return (axis.isArray() && axis.size() == 1 ? axis.get(0) : axis).asInt(-1);
    }

    private Order commonOrder(LayerConfig config, List<String> inputs) {
        List<Order> all = inputs.stream().map(this::order).distinct().toList();
        if (all.size() != 1) {
            throw refused(config, "has inputs some of which are flattened channels-first images");
        }
        return all.get(0);
    }

    private Order order(String name) {
        return Objects.requireNonNull(orders.get(name), name);
    }

    private Order orderAfter(LayerConfig config, ObjectNode settings, Order order) {
        String format = formatOf(config.className(), settings);
        if (config.className().equals("Flatten")) {
            return flattened(config, settings, order, format);
        }
        if (!format.isEmpty()) {
            return spatial(config, settings, order);
        }
        if (order instanceof Order.Flattened flattened) {
            return afterFlattened(config, flattened);
        }
        if (order instanceof Order.ChannelsFirst) {
            return afterChannelsFirst(config, settings);
        }
        return SAME;
    }

    private static Order flattened(LayerConfig config, ObjectNode settings, Order order, String format) {
        settings.put(DATA_FORMAT, "channels_last");
        boolean inFileOrder = order instanceof Order.ChannelsFirst && !format.equals(FIRST);
        return inFileOrder
                ? new Order.Flattened(config.inputs().get(0))
                : order instanceof Order.ChannelsFirst ? SAME : order;
    }

    private static Order spatial(LayerConfig config, ObjectNode settings, Order order) {
        if (order instanceof Order.Flattened) {
            throw refused(config, "takes a flattened channels-first image, whose values would change their order");
        }
        if (order instanceof Order.ChannelsFirst
                && settings.path("activation").asText().equals("softmax")) {
            throw refused(config, "applies softmax along the last dimension, which is not that of the channels");
        }
        settings.put(DATA_FORMAT, "channels_last");
        boolean isVector = config.className().startsWith("Global")
                && !settings.path("keepdims").asBoolean(false);
        return isVector ? SAME : order;
    }

    private Order afterFlattened(LayerConfig config, Order.Flattened flattened) {
        UnaryOperator<Tensor> rows = value -> Axes.rowsChannelsLast(value, flattened.picture());
        switch (config.className()) {
            case "Dense" -> {
                changes.put(new WeightKey(config.name(), "kernel"), rows);
                return SAME;
            }
            case "BatchNormalization" -> {
                for (String weight : List.of("gamma", "beta", "moving_mean", "moving_variance")) {
                    changes.put(new WeightKey(config.name(), weight), rows);
                }
                return flattened;
            }
            default -> {
                if (!ELEMENTWISE.contains(config.className())) {
                    throw refused(
                            config, "takes a flattened channels-first image, whose values would change their order");
                }
                return flattened;
            }
        }
    }

    private Order afterChannelsFirst(LayerConfig config, ObjectNode settings) {
        int rank = config.inputs().get(0).rank();
        if (WITH_AXIS.contains(config.className())) {
            settings.put("axis", axisHere(axisOf(settings), rank));
        } else if (config.className().equals("PReLU")) {
            ArrayNode shared = settings.putArray("shared_axes");
            config.settings().path("shared_axes").forEach(axis -> shared.add(axisHere(axis.asInt(), rank)));
            int[] order =
                    IntStream.range(0, rank).map(axis -> (axis + 1) % rank).toArray();
            changes.put(new WeightKey(config.name(), "alpha"), value -> Axes.transposed(value, order));
        }
        return CHANNELS_FIRST;
    }

    // Both count the batch as 0.
    private static int axisHere(int axis, int rank) {
        int counted = axis < 0 ? axis + rank + 1 : axis;
        return counted == 1 ? rank : counted - 1;
    }

    /** @throws ModelFormatException if a model puts out numbers whose order is another here */
    public void checkOutput(Path file, String name) {
        if (orders.get(name) instanceof Order.Flattened) {
            throw new ModelFormatException(
                    file,
                    "output '" + name + "' is a flattened channels-first image, whose values would change their"
                            + " order; build the model with channels last in Keras and save it again");
        }
    }

    private static ModelFormatException refused(LayerConfig config, String problem) {
        return config.error(problem + "; the model cannot be converted to channels last; build it with '" + DATA_FORMAT
                + "' channels_last in Keras and save it again");
    }
}
