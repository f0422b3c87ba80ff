// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The settings of one layer as a file holds them, read by name. Whatever is missing, or is not what it should be, becomes an error
 * that names file, layer, class and setting. It remembers which settings were read, so that none is lost without a word.
 */
public final class LayerConfig {
    private final Path file;
    private final String name;
    private final String className;
    private final JsonNode settings;
    private final List<Shape> inputs;
    private final Set<String> read = new HashSet<>();

    /** @param inputs the shapes that reach the layer, for settings that count dimensions */
    public LayerConfig(Path file, String name, String className, JsonNode settings, List<Shape> inputs) {
        this.file = file;
        this.name = name;
        this.className = className;
        this.settings = settings;
        this.inputs = List.copyOf(inputs);
    }

    public Path file() {
        return file;
    }

    public String name() {
        return name;
    }

    public String className() {
        return className;
    }

    /** All settings, none of which counts as read. */
    public JsonNode settings() {
        return settings;
    }

    public List<Shape> inputs() {
        return inputs;
    }

    /** A setting; a missing node if the file does not have it. */
    JsonNode setting(String setting) {
        read.add(setting);
        return settings.path(setting);
    }

    /**
     * Refuses settings that were not read, unless it is known that they have no effect.
     *
     * @throws ModelFormatException if one is left; names it and its value
     */
    void onlyReadSettings() {
        settings.properties().forEach(setting -> {
            if (!read.contains(setting.getKey())
                    && !UnusedSettings.isWithoutEffect(className, setting.getKey(), setting.getValue())) {
                throw error("'" + setting.getKey() + "' is " + setting.getValue()
                        + "; this setting is not supported for this layer, so the model would compute something else");
            }
        });
    }

    public ModelFormatException error(String problem) {
        return new ModelFormatException(file, "layer '" + name + "' (" + className + "): " + problem);
    }

    public ModelFormatException error(RuntimeException cause) {
        return new ModelFormatException(file, "layer '" + name + "' (" + className + "): " + cause.getMessage(), cause);
    }

    /** Whether a setting is there and not null, which stands for the default. */
    boolean has(String setting) {
        JsonNode value = setting(setting);
        return !value.isMissingNode() && !value.isNull();
    }

    public int integer(String setting) {
        return integer(required(setting), setting);
    }

    public float number(String setting) {
        return checked(setting, "a number", JsonNode::isNumber).floatValue();
    }

    /** True or false, or 1 or 0, which are the same in Python. */
    public boolean flag(String setting) {
        return LayerJson.flag(required(setting))
                .orElseThrow(() -> error("'" + setting + "' is " + setting(setting) + "; expected true or false"));
    }

    /** Of a global pooling, in pictures or sequences with the channels last. */
    public boolean keepsDimensions() {
        onlyChannelsLast();
        return flag("keepdims", false);
    }

    /** What holds where a file does not say: older ones lack settings. */
    public boolean flag(String setting, boolean otherwise) {
        return has(setting) ? flag(setting) : otherwise;
    }

    /** As {@link #flag(String, boolean)}. */
    public float number(String setting, float otherwise) {
        return has(setting) ? number(setting) : otherwise;
    }

    public String text(String setting) {
        return checked(setting, "a text", JsonNode::isTextual).textValue();
    }

    public List<Integer> integers(String setting) {
        return integers(checked(setting, "a list of integers", JsonNode::isArray), setting);
    }

    /** Two numbers, or one that stands for both. */
    public Size size(String setting) {
        JsonNode value = required(setting);
        if (value.isNumber()) {
            return Size.square(integer(value, setting));
        }
        List<Integer> sides = integers(setting);
        if (sides.size() != 2) {
            throw error("'" + setting + "' is " + value + "; expected a height and a width");
        }
        return new Size(sides.get(0), sides.get(1));
    }

    /** One number, or a list of one. */
    public int length(String setting) {
        JsonNode value = required(setting);
        return value.size() == 1 ? integer(value.get(0), setting) : integer(value, setting);
    }

    TemporalPadding temporalPadding() {
        return constant("padding", TemporalPadding.values(), TemporalPadding::kerasName);
    }

    public Padding padding() {
        return constant("padding", Padding.values(), Padding::kerasName);
    }

    public ActivationFunction activation() {
        return activation("activation");
    }

    public ActivationFunction activation(String setting) {
        return setting(setting).isNull()
                ? ActivationFunction.LINEAR
                : constant(setting, ActivationFunction.values(), ActivationNames::of);
    }

    /** A dimension as it is counted here: from 0 after the batch or, below 0, from the end. Keras counts the batch too. */
    int axis(String setting) {
        List<Integer> axes = axes(setting);
        if (axes.size() != 1) {
            throw error("'" + setting + "' is " + required(setting) + "; expected one dimension");
        }
        return axes.get(0);
    }

    /** As {@link #axis}, but a list, or one, or none where it is null. */
    List<Integer> axes(String setting) {
        JsonNode value = required(setting);
        if (value.isNull()) {
            return List.of();
        }
        List<Integer> axes = value.isArray() ? integers(setting) : List.of(integer(setting));
        if (axes.contains(0)) {
            throw error("'" + setting + "' is " + value + "; dimension 0 is the batch, which cannot be used here");
        }
        return axes.stream().map(axis -> axis < 0 ? axis : axis - 1).toList();
    }

    /** Two numbers, or one for both, at the start and the end of a sequence. */
    List<Integer> ends(String setting) {
        JsonNode value = required(setting);
        if (value.isInt()) {
            return List.of(value.intValue(), value.intValue());
        }
        List<Integer> ends = integers(setting);
        if (ends.size() != 2) {
            throw error("'" + setting + "' is " + value + "; expected a number for the start and one for the end");
        }
        return ends;
    }

    /** Top, bottom, left and right of a picture. */
    List<Integer> sides(String setting) {
        List<Integer> sides = new ArrayList<>();
        JsonNode value = required(setting);
        value.forEach(pair -> pair.forEach(side -> sides.add(side.isInt() ? side.intValue() : -1)));
        if (value.size() != 2 || sides.size() != 4) {
            throw error("'" + setting + "' is " + value + "; expected [[top, bottom], [left, right]]");
        }
        return sides;
    }

    /** Refuses a setting of several numbers if one of them is not 1. */
    void onlyOnes(String setting) {
        JsonNode value = setting(setting);
        boolean fits = value.isMissingNode() || value.isNull() || (value.isInt() && value.intValue() == 1);
        if (!fits && !(value.isArray() && integers(setting).stream().allMatch(number -> number == 1))) {
            throw error("'" + setting + "' is " + value + "; only 1 is supported");
        }
    }

    /** The settings of a layer within this one. */
    LayerConfig within(String setting, List<Shape> reaching) {
        JsonNode layer = required(setting);
        return new LayerConfig(file, name, LayerJson.classOf(layer), layer.path("config"), reaching);
    }

    /** The shape of one example, from a list that starts with the batch. */
    public Shape batchShape(String setting) {
        return batchShape(setting, Optional.empty());
    }

    /** @param open what dimensions are that the file leaves open, if anything is known of them */
    public Shape batchShape(String setting, Optional<Shape> open) {
        JsonNode value = required(setting);
        // Keras writes the shapes of several inputs as a list of lists; a Sequential model has one.
        JsonNode shape = value.size() == 1 && value.path(0).isArray() ? value.get(0) : value;
        if (!shape.isArray() || shape.isEmpty()) {
            throw error("'" + setting + "' is " + value + "; expected a list that starts with the batch dimension");
        }
        List<Integer> dimensions = new ArrayList<>();
        for (int i = 1; i < shape.size(); i++) {
            JsonNode dimension = shape.get(i);
            int known = dimension.isInt() ? dimension.intValue() : 0;
            if (dimension.isNull() && open.isPresent() && open.get().rank() == shape.size() - 1) {
                known = open.get().dimension(i - 1);
            }
            if (known < 1) {
                throw error(
                        "'" + setting + "' is " + value
                                + "; only the batch dimension may be open. Give the shape of one example"
                                + " (--input-shape; KerasReader.inputShape), or build the model in Keras with a fixed input shape");
            }
            dimensions.add(known);
        }
        return new Shape(dimensions);
    }

    /** The shape of what dropout chooses for one example; an open dimension is that of the input. Empty for that of the input. */
    Optional<Shape> noiseShape() {
        JsonNode noise = setting("noise_shape");
        if (noise.isMissingNode() || noise.isNull()) {
            return Optional.empty();
        }
        Shape input = inputs.get(0);
        List<Integer> dimensions = new ArrayList<>();
        for (int axis = 1; axis < noise.size(); axis++) {
            JsonNode dimension = noise.get(axis);
            dimensions.add(dimension.isNull() && axis <= input.rank() ? input.dimension(axis - 1) : dimension.asInt());
        }
        if (!noise.isArray()
                || noise.size() != input.rank() + 1
                || !noise.get(0).isNull()) {
            throw error(
                    "'noise_shape' is " + noise + "; expected a list that starts with null for the batch dimension");
        }
        return Optional.of(new Shape(dimensions));
    }

    /** Refuses a setting that is there and differs from the only value that our layers know. */
    void only(String setting, Object supported) {
        JsonNode value = setting(setting);
        boolean fits;
        if (value.isMissingNode() || value.isNull()) {
            fits = true;
        } else if (supported instanceof Number number) {
            fits = value.isNumber() && value.doubleValue() == number.doubleValue();
        } else if (supported instanceof Boolean flag) {
            fits = LayerJson.flag(value).equals(Optional.of(flag));
        } else {
            fits = value.asText().equals(supported.toString());
        }
        if (!fits) {
            throw error("'" + setting + "' is " + value + "; only " + supported + " is supported");
        }
    }

    /** Refuses an axis that is not the last dimension. */
    void onlyLastAxis() {
        if (!hasLastAxis()) {
            throw error("'axis' is " + setting("axis") + "; only the last, -1 or " + lastAxis() + ", is supported");
        }
    }

    boolean hasLastAxis() {
        JsonNode axis = setting("axis");
        JsonNode value = axis.isArray() && axis.size() == 1 ? axis.get(0) : axis;
        return axis.isMissingNode() || (value.isInt() && (value.intValue() == -1 || value.intValue() == lastAxis()));
    }

    private int lastAxis() {
        return inputs.isEmpty() ? -1 : inputs.get(0).rank();
    }

    public void onlyChannelsLast() {
        only("data_format", "channels_last");
    }

    /** The type in which Keras computes the layer; float32 if the file does not say. */
    public String type() {
        return LayerJson.typeOf(setting("dtype"));
    }

    <T> T constant(String setting, T[] values, Function<T, String> nameOf) {
        JsonNode value = required(setting);
        for (T candidate : values) {
            if (value.isTextual()
                    && nameOf.apply(candidate).equals(value.textValue().toLowerCase(Locale.ROOT))) {
                return candidate;
            }
        }
        throw error("'" + setting + "' is " + value + "; supported: "
                + Arrays.stream(values).map(nameOf).collect(Collectors.joining(", ")));
    }

    private List<Integer> integers(JsonNode array, String setting) {
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode element : array) {
            numbers.add(integer(element, setting));
        }
        return numbers;
    }

    private int integer(JsonNode value, String setting) {
        boolean isWhole = value.isInt() || (value.isNumber() && value.doubleValue() == value.intValue());
        if (!isWhole) {
            throw error("'" + setting + "' is " + setting(setting) + "; expected an integer instead of " + value);
        }
        return value.intValue();
    }

    private JsonNode checked(String setting, String expected, Predicate<JsonNode> fits) {
        JsonNode value = required(setting);
        if (!fits.test(value)) {
            throw error("'" + setting + "' is " + value + "; expected " + expected);
        }
        return value;
    }

    JsonNode required(String setting) {
        JsonNode value = setting(setting);
        if (value.isMissingNode()) {
            throw error("missing setting '" + setting + "'; the file was not written by Keras 2, or was changed later");
        }
        return value;
    }
}
