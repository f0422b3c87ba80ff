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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Reads layers that have the channels of pictures first as layers that have them last.
 *
 * <p>Inputs of pictures, (channels, height, width), take (height, width, channels) instead. Axes are counted anew. Where a picture is
 * flattened, its numbers come in another order, and the rows of the next kernel with them. Layers whose meaning depends on the order of
 * dimensions otherwise, such as Reshape or Permute of a picture, are refused.
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

    private final boolean pictures;
    private final boolean sequences;
    private final Map<String, Order> orders = new HashMap<>();
    private final Map<WeightKey, UnaryOperator<Tensor>> changes = new HashMap<>();

    /** @param modelConfig whose layers say whether there is anything to do */
    public ChannelsLast(JsonNode modelConfig) {
        Set<String> classes = new HashSet<>();
        collect(modelConfig, classes);
        this.sequences = classes.stream().anyMatch(name -> name.contains("1D"));
        this.pictures = classes.stream().anyMatch(name -> !name.contains("1D"));
    }

    private static void collect(JsonNode layer, Set<String> classes) {
        JsonNode config = layer.path("config");
        if (config.path(DATA_FORMAT).asText().equals(FIRST)) {
            classes.add(LayerJson.classOf(layer));
        }
        LayerJson.layersOf(config).forEach(within -> collect(within, classes));
        if (config.path("layer").isObject()) {
            collect(config.path("layer"), classes);
        }
    }

    /** What is done to a weight's value in the file. */
    Tensor changed(WeightKey key, Tensor value) {
        return changes.getOrDefault(key, UnaryOperator.identity()).apply(value);
    }

    /** The shape of an input as it is here. */
    public Shape input(String name, Shape shape) {
        boolean moved = (pictures && shape.rank() == 3) || (sequences && shape.rank() == 2);
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
        boolean moved = (pictures && here.rank() == 3) || (sequences && here.rank() == 2);
        if (!moved) {
            return here;
        }
        int[] dimensions = here.toArray();
        int[] first = new int[dimensions.length];
        System.arraycopy(dimensions, 0, first, 1, first.length - 1);
        first[0] = dimensions[dimensions.length - 1];
        return Shape.of(first);
    }

    /**
     * A layer's settings as they are here.
     *
     * @throws ModelFormatException if the layer cannot be read with channels last
     */
    public LayerConfig settings(LayerConfig config, List<String> inputs) {
        if ((!pictures && !sequences) || !(config.settings() instanceof ObjectNode)) {
            orders.put(config.name(), SAME);
            return config;
        }
        Order order = inputs.isEmpty() ? SAME : commonOrder(config, inputs);
        ObjectNode settings = config.settings().deepCopy();
        orders.put(config.name(), orderAfter(config, settings, order));
        return new LayerConfig(config.file(), config.name(), config.className(), settings, config.inputs());
    }

    private Order commonOrder(LayerConfig config, List<String> inputs) {
        List<Order> all = inputs.stream().map(this::order).distinct().toList();
        if (all.size() != 1) {
            throw refused(config, "has some inputs with channels first and some with channels last");
        }
        return all.get(0);
    }

    private Order order(String name) {
        return Objects.requireNonNull(orders.get(name), name);
    }

    private Order orderAfter(LayerConfig config, ObjectNode settings, Order order) {
        String format = settings.path(DATA_FORMAT).asText();
        if (config.className().equals("Flatten")) {
            return flattened(config, settings, order, format);
        }
        if (!format.isEmpty()) {
            return spatial(config, settings, order, format);
        }
        if (order instanceof Order.Flattened flattened) {
            return afterFlattened(config, flattened);
        }
        if (order.equals(CHANNELS_FIRST)) {
            return afterChannelsFirst(config, settings);
        }
        return SAME;
    }

    // With the setting Keras moves the channels itself before it flattens.
    private static Order flattened(LayerConfig config, ObjectNode settings, Order order, String format) {
        settings.put(DATA_FORMAT, "channels_last");
        boolean inFileOrder = order.equals(CHANNELS_FIRST) && !format.equals(FIRST);
        if (order.equals(SAME) && format.equals(FIRST) && config.inputs().get(0).rank() > 1) {
            throw refused(config, "flattens a channels-last image as if it were channels-first");
        }
        return inFileOrder ? new Order.Flattened(config.inputs().get(0)) : order.equals(CHANNELS_FIRST) ? SAME : order;
    }

    private static Order spatial(LayerConfig config, ObjectNode settings, Order order, String format) {
        if (format.equals(FIRST) != order.equals(CHANNELS_FIRST)) {
            throw refused(
                    config,
                    "has '" + DATA_FORMAT + "' " + format + ", but its input has channels "
                            + (order.equals(CHANNELS_FIRST) ? "first" : "last"));
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
            JsonNode axis = settings.path("axis");
            if (axis.isArray() && axis.size() == 1) {
                axis = axis.get(0);
            }
            settings.put("axis", axisHere(axis.asInt(-1), rank));
        } else if (config.className().equals("PReLU")) {
            ArrayNode shared = settings.putArray("shared_axes");
            config.settings().path("shared_axes").forEach(axis -> shared.add(axisHere(axis.asInt(), rank)));
            int[] order = rank == 2 ? new int[] {1, 0} : new int[] {1, 2, 0};
            changes.put(new WeightKey(config.name(), "alpha"), value -> Axes.transposed(value, order));
        } else if (!ELEMENTWISE.contains(config.className())
                || settings.path("activation").asText().equals("softmax")) {
            throw refused(config, "takes channels-first images, whose dimensions would change their order");
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
