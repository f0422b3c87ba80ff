// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.function.AnyOrAll;
import io.espalier.model.layer.function.Arithmetic;
import io.espalier.model.layer.function.CategoryEncoding;
import io.espalier.model.layer.function.CategoryOutput;
import io.espalier.model.layer.function.ComposedFunction;
import io.espalier.model.layer.function.ComposedFunction.Function;
import io.espalier.model.layer.function.ConcatenateAlong;
import io.espalier.model.layer.function.Discretization;
import io.espalier.model.layer.function.FullLike;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.function.IndexOf;
import io.espalier.model.layer.function.IntegerLookup;
import io.espalier.model.layer.function.Logical;
import io.espalier.model.layer.function.Reduce;
import io.espalier.model.layer.function.Where;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.sequence.AttentionCall;
import io.espalier.model.layer.sequence.GivenMask;
import io.espalier.model.layer.sequence.MaskedSoftmax;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Of what type the outputs of layers are in TensorFlow, where ours are all floats. TensorFlow computes nothing of a float and a truth, so a
 * model that does needs casts there.
 */
final class ValueTypes {
    /** Types that TensorFlow does not mix. */
    enum Type {
        FLOAT,
        INTEGER,
        TRUTH
    }

    private static final Set<Binary> COMPARISONS = EnumSet.of(
            Binary.EQUAL, Binary.NOT_EQUAL, Binary.GREATER, Binary.GREATER_EQUAL, Binary.LESS, Binary.LESS_EQUAL);

    /** Of whole numbers, functions whose result is one, or a truth. */
    private static final Set<Binary> WHOLE = EnumSet.complementOf(EnumSet.of(Binary.DIVIDE, Binary.POWER));

    private final Map<String, Type> types = new HashMap<>();

    private ValueTypes() {}

    static ValueTypes of(Model model) {
        ValueTypes types = new ValueTypes();
        model.nodes().forEach(types::add);
        return types;
    }

    /** A model without nodes, yet. */
    static ValueTypes empty() {
        return new ValueTypes();
    }

    /** Behind those of its inputs. */
    void add(Node node) {
        types.put(node.name(), type(node));
    }

    boolean isFloat(String node) {
        return typeOf(node) == Type.FLOAT;
    }

    Type typeOf(String node) {
        return Objects.requireNonNull(types.get(node), node);
    }

    private List<Type> inputs(Node node) {
        return node.inputs().stream().map(this::typeOf).toList();
    }

    private Type type(Node node) {
        Layer layer = node.layer();
        List<Type> inputs = inputs(node);
        if (layer instanceof Logical
                || layer instanceof AnyOrAll
                || isFunction(layer, Function.IS_ZERO)
                || isFunction(layer, Function.IS_NOT_ZERO)) {
            return Type.TRUTH;
        }
        if (layer instanceof Arithmetic arithmetic && COMPARISONS.contains(arithmetic.function())) {
            return Type.TRUTH;
        }
        boolean isLookup = (layer instanceof Discretization range && range.output() == CategoryOutput.INT)
                || (layer instanceof IntegerLookup lookup && lookup.output() == CategoryOutput.INT);
        if (isLookup || layer instanceof IndexOf || isFunction(layer, Function.TRUNCATE)) {
            return Type.INTEGER;
        }
        boolean keepsType = passesOn(layer) || layer instanceof FullLike || computes(layer, inputs);
        return keepsType ? common(layer, inputs).orElse(Type.FLOAT) : Type.FLOAT;
    }

    private static boolean isFunction(Layer layer, Function function) {
        return layer instanceof ComposedFunction composed && composed.function() == function;
    }

    /** Whether a layer moves values of any type. */
    private static boolean passesOn(Layer layer) {
        return (layer.movesValues() && !(layer instanceof Identity))
                || layer instanceof Concatenate
                || layer instanceof ConcatenateAlong;
    }

    /** Whether TensorFlow computes with numbers of these types as they are, and puts out the same. */
    private static boolean computes(Layer layer, List<Type> inputs) {
        if (layer instanceof Where where) {
            return where.yes().isEmpty() && where.no().isEmpty();
        }
        if (!inputs.stream().allMatch(Type.INTEGER::equals)) {
            return false;
        }
        if (layer instanceof Arithmetic arithmetic) {
            return arithmetic.constant().isEmpty() && WHOLE.contains(arithmetic.function());
        }
        return layer instanceof Reduce reduce && reduce.reduction() != Reduction.MEAN;
    }

    /** The type of all inputs but conditions, if they have the same. */
    private static Optional<Type> common(Layer layer, List<Type> inputs) {
        Set<Type> different = new HashSet<>(inputs.subList(layer instanceof Where ? 1 : 0, inputs.size()));
        return different.size() == 1 ? Optional.of(different.iterator().next()) : Optional.empty();
    }

    /** What an input of a layer has to be; empty if it may be what it is. */
    Optional<Type> needed(Node node, int place) {
        Layer layer = node.layer();
        List<Type> inputs = inputs(node);
        boolean isCondition = layer instanceof Logical
                || layer instanceof AnyOrAll
                || isFunction(layer, Function.IS_ZERO)
                || (layer instanceof Where && place == 0);
        if (isCondition) {
            return Optional.of(Type.TRUTH);
        }
        if (layer instanceof CategoryEncoding && place == 0) {
            return Optional.of(Type.INTEGER);
        }
        boolean takesAny = layer instanceof Identity
                || layer instanceof Dense
                || layer instanceof Embedding
                || layer instanceof FullLike
                || layer instanceof AttentionCall
                || layer instanceof MaskedSoftmax
                || layer instanceof GivenMask
                || layer instanceof IntegerLookup
                || isFunction(layer, Function.IS_NOT_ZERO)
                || isFunction(layer, Function.TRUNCATE)
                || (layer instanceof IndexOf && inputs.get(place) == Type.INTEGER);
        boolean fits = (passesOn(layer) || computes(layer, inputs))
                && common(layer, inputs).isPresent();
        return takesAny || fits ? Optional.empty() : Optional.of(Type.FLOAT);
    }
}
