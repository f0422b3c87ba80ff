// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A tensor whose numbers are known when a model is read, since they depend on shapes alone: a shape, dimensions of it, and what is computed of
 * these.
 *
 * @param shape with all dimensions; if there is the same for each example, the first is 1 and stands for the batch
 * @param numbers row-major
 * @param forEachExample whether the first dimension is the batch
 */
public record KnownNumbers(Shape shape, List<KnownNumber> numbers, boolean forEachExample) {
    public KnownNumbers {
        numbers = List.copyOf(numbers);
    }

    static KnownNumbers of(Shape shape, List<KnownNumber> numbers) {
        return new KnownNumbers(shape, numbers, false);
    }

    static KnownNumbers scalar(KnownNumber number) {
        return of(Shape.of(), List.of(number));
    }

    static KnownNumbers scalar(double number) {
        return scalar(KnownNumber.of(number));
    }

    static KnownNumbers vector(List<KnownNumber> numbers) {
        return of(Shape.of(numbers.size()), numbers);
    }

    /** The same number everywhere. */
    static KnownNumbers full(Shape shape, KnownNumber number) {
        return of(shape, Collections.nCopies(shape.elements(), number));
    }

    /** Numbers, and lists of them; empty for all else. */
    static Optional<KnownNumbers> of(JsonNode json) {
        List<Integer> dimensions = new ArrayList<>();
        for (JsonNode part = json; part.isArray(); part = part.path(0)) {
            dimensions.add(part.size());
        }
        List<KnownNumber> numbers = new ArrayList<>();
        Shape shape = new Shape(dimensions);
        return collect(json, numbers) && numbers.size() == shape.elements()
                ? Optional.of(of(shape, numbers))
                : Optional.empty();
    }

    private static boolean collect(JsonNode json, List<KnownNumber> numbers) {
        if (KnownNumber.is(json)) {
            numbers.add(KnownNumber.of(json));
            return true;
        }
        return json.isArray() && json.valueStream().allMatch(part -> collect(part, numbers));
    }

    /** As arguments have them. */
    JsonNode toJson() {
        return toJson(0, new int[1]);
    }

    /** As messages show it: {@code [batch, 4]}. */
    public String text() {
        return toJson().toString()
                .replaceAll("\\{\"batch\":1}", "batch")
                .replaceAll("\\{\"batch\":([^}]*)}", "$1 * batch");
    }

    private JsonNode toJson(int axis, int[] next) {
        if (axis == shape.rank()) {
            return numbers.get(next[0]++).toJson();
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < shape.dimension(axis); i++) {
            list.add(toJson(axis + 1, next));
        }
        return list;
    }

    /** Whether there are numbers, all of them known, and a first dimension, which is not the batch. */
    public boolean isTensor() {
        return !forEachExample
                && shape.rank() > 0
                && !numbers.isEmpty()
                && numbers.stream().noneMatch(KnownNumber::ofBatch);
    }

    /** What there is for one example. */
    public Tensor ofExample() {
        return Tensor.of(new Shape(shape.dimensions().subList(1, shape.rank())), values().toArray());
    }

    /** The numbers as floats. */
    public Tensor values() {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) numbers.get(i).known("values");
        }
        return Tensor.of(shape, values);
    }

    KnownNumbers map(UnaryOperator<KnownNumber> function) {
        return of(shape, numbers.stream().map(function).toList());
    }

    /** With broadcasting. */
    KnownNumbers with(KnownNumbers other, BinaryOperator<KnownNumber> function) {
        Shape result = KnownArguments.shape(shape.broadcast(other.shape).dimensions());
        KnownNumbers left = broadcast(result);
        KnownNumbers right = other.broadcast(result);
        return of(
                result,
                IntStream.range(0, result.elements())
                        .mapToObj(i -> function.apply(left.numbers.get(i), right.numbers.get(i)))
                        .toList());
    }

    /** @throws ModelException if a dimension is neither 1 nor what it becomes */
    KnownNumbers broadcast(Shape wanted) {
        if (shape.rank() > wanted.rank() || !shape.broadcast(wanted).equals(wanted)) {
            throw new ModelException("repeats numbers of shape " + shape + " to " + wanted);
        }
        int missing = wanted.rank() - shape.rank();
        return pick(
                wanted,
                place -> IntStream.range(0, shape.rank())
                        .map(axis -> shape.dimension(axis) == 1 ? 0 : place[axis + missing])
                        .toArray());
    }

    /** Where a number of the result comes from. */
    interface Source {
        int[] of(int[] place);
    }

    /** A tensor of other shape, each of whose numbers is one of these. */
    KnownNumbers pick(Shape wanted, Source source) {
        List<KnownNumber> picked = new ArrayList<>();
        int[] place = new int[wanted.rank()];
        for (int i = 0; i < wanted.elements(); i++) {
            int rest = i;
            for (int axis = wanted.rank() - 1; axis >= 0; axis--) {
                place[axis] = rest % wanted.dimension(axis);
                rest /= wanted.dimension(axis);
            }
            picked.add(at(source.of(place)));
        }
        return of(wanted, picked);
    }

    private KnownNumber at(int[] place) {
        int index = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            index = index * shape.dimension(axis) + place[axis];
        }
        return numbers.get(index);
    }

    /** The part at one place of the first dimension, which goes away. */
    KnownNumbers part(int index) {
        Shape rest = new Shape(shape.dimensions().subList(1, shape.rank()));
        int size = rest.elements();
        return of(rest, numbers.subList(index * size, (index + 1) * size));
    }

    List<KnownNumbers> parts() {
        return IntStream.range(0, shape.dimension(0)).mapToObj(this::part).toList();
    }

    /** The same for each example of a batch, rather than of a batch of one. */
    KnownNumbers forEveryExample() {
        return new KnownNumbers(shape, numbers, true);
    }
}
