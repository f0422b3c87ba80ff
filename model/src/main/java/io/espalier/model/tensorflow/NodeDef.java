// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An operation of a graph or function.
 *
 * @param inputs {@code node:output} or {@code node} in a graph, {@code node:output:place} or the name of an argument in a function; {@code ^node}
 *     is one that only has to run before
 */
public record NodeDef(String name, String op, List<String> inputs, Map<String, AttrValue> attributes) {
    public NodeDef {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(op, "op");
        inputs = List.copyOf(inputs);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** A copy of another name and with other inputs. */
    public NodeDef with(String newName, List<String> newInputs) {
        return new NodeDef(newName, op, newInputs, attributes);
    }

    /** A copy with other attributes. */
    public NodeDef withAttributes(Map<String, AttrValue> changed) {
        return new NodeDef(name, op, inputs, changed);
    }

    /** An attribute of a kind; empty if there is none of that name and kind. */
    public <A extends AttrValue> Optional<A> attribute(String key, Class<A> kind) {
        AttrValue value = attributes.get(key);
        return kind.isInstance(value) ? Optional.of(kind.cast(value)) : Optional.empty();
    }

    /** A whole number. */
    public long whole(String key, long otherwise) {
        return attribute(key, AttrValue.Whole.class).map(AttrValue.Whole::value).orElse(otherwise);
    }

    /** A number. */
    public float real(String key, float otherwise) {
        return attribute(key, AttrValue.Real.class).map(AttrValue.Real::value).orElse(otherwise);
    }

    /** True or false. */
    public boolean flag(String key, boolean otherwise) {
        return attribute(key, AttrValue.Flag.class).map(AttrValue.Flag::value).orElse(otherwise);
    }

    /** Text. */
    public String text(String key, String otherwise) {
        return attribute(key, AttrValue.Bytes.class).map(AttrValue.Bytes::text).orElse(otherwise);
    }

    /** A type of elements; {@link DataType#UNKNOWN} if there is none. */
    public DataType type(String key) {
        return attribute(key, AttrValue.Type.class).map(AttrValue.Type::value).orElse(DataType.UNKNOWN);
    }

    /** Whole numbers; none if there is no such attribute. */
    public List<Long> wholes(String key) {
        return items(key).stream()
                .filter(AttrValue.Whole.class::isInstance)
                .map(value -> ((AttrValue.Whole) value).value())
                .toList();
    }

    /** Types of elements; none if there is no such attribute. */
    public List<DataType> types(String key) {
        return items(key).stream()
                .filter(AttrValue.Type.class::isInstance)
                .map(value -> ((AttrValue.Type) value).value())
                .toList();
    }

    private List<AttrValue> items(String key) {
        return attribute(key, AttrValue.Items.class)
                .map(AttrValue.Items::values)
                .orElse(List.of());
    }
}
