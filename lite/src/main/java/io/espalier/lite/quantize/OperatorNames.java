// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names by which rules can address an operator: those of its outputs, of the outputs of everything fused into it, and of its weights. Files of
 * TensorFlow's converter join the names of what was fused by semicolons; each is a name here.
 *
 * @param all such as {@code conv2d/BiasAdd}, {@code conv2d/kernel} and {@code relu}
 */
record OperatorNames(Set<String> all) {
    private static final String SEPARATOR = "/";

    OperatorNames {
        all = Set.copyOf(all);
    }

    /** Of names as tensors have them. */
    static OperatorNames of(Collection<String> tensors) {
        Set<String> names = new LinkedHashSet<>();
        tensors.stream()
                .flatMap(tensor -> Arrays.stream(tensor.split(";")))
                .filter(name -> !name.isBlank())
                .forEach(names::add);
        return new OperatorNames(names);
    }

    /** Whether a text is one of the names, or a layer that one is of, as {@code conv2d} of {@code conv2d/kernel}. */
    boolean begin(String text) {
        return all.stream().anyMatch(name -> (name + SEPARATOR).startsWith(text + SEPARATOR));
    }

    /** Whether a text is all of a name without parts, or a part with others after it: an operation or a weight comes last. */
    boolean haveLayer(String text) {
        String part = SEPARATOR + text + SEPARATOR;
        return (all.contains(text) && !text.contains(SEPARATOR))
                || all.stream().map(name -> SEPARATOR + name).anyMatch(name -> name.contains(part));
    }

    /** Whether a text is a layer further inside, as {@code conv2d} of {@code model/conv2d/BiasAdd}. */
    boolean contain(String text) {
        String whole = SEPARATOR + text + SEPARATOR;
        return all.stream().anyMatch(name -> (SEPARATOR + name + SEPARATOR).contains(whole));
    }

    /** Whether an expression is found in one of the names. */
    boolean match(Pattern expression) {
        return all.stream().anyMatch(name -> expression.matcher(name).find());
    }

    /** The names, and the parts between their slashes. */
    Stream<String> withParts() {
        return all.stream()
                .flatMap(name -> Stream.concat(Stream.of(name), Arrays.stream(name.split(SEPARATOR))))
                .distinct();
    }

    /** What the names are of: each without its last part, where it has several. */
    Stream<String> layers() {
        return all.stream()
                .map(name -> name.contains(SEPARATOR) ? name.substring(0, name.lastIndexOf(SEPARATOR)) : name)
                .distinct();
    }
}
