// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.compute;

import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The equation of an einsum, with a letter for each dimension of its operands and its output but the batch.
 *
 * @param right empty if there is one operand
 * @param sizes of each letter
 */
public record EinsumTerms(String left, String right, String output, Map<Character, Integer> sizes) {
    private static final Pattern TERM = Pattern.compile("[a-zA-Z]*(\\.\\.\\.)?[a-zA-Z]*");

    /** Letters that no equation has, for dimensions that dots stand for; the last is that next to the dots' end. */
    private static final String UNNAMED = "0123456789";

    /**
     * Checks what can be seen without operands.
     *
     * @throws ModelException if an equation has another form, or more than two operands
     */
    public static void check(String equation) {
        terms(equation);
    }

    /** One or two operands, and the output. */
    private static List<String> terms(String equation) {
        String plain = equation.replace(" ", "");
        int arrow = plain.indexOf("->");
        String operands = arrow < 0 ? plain : plain.substring(0, arrow);
        List<String> terms = new ArrayList<>(List.of(operands.split(",", -1)));
        terms.add(arrow < 0 ? implied(operands) : plain.substring(arrow + 2));
        if (terms.size() > 3) {
            throw refused(equation, "which has " + (terms.size() - 1) + " operands; two are supported");
        }
        for (String term : terms) {
            if (!TERM.matcher(term).matches()) {
                throw refused(equation, "but '" + term + "' does not consist of letters and '...'");
            }
            String letters = term.replace("...", "");
            if (letters.chars().distinct().count() != letters.length()) {
                throw refused(equation, "but names a dimension twice in '" + term + "'");
            }
        }
        return terms;
    }

    /** Without an arrow, the output has the dots and then, in their order, the letters that are there once. */
    private static String implied(String operands) {
        StringBuilder output = new StringBuilder(operands.contains("...") ? "..." : "");
        operands.chars()
                .filter(Character::isLetter)
                .filter(letter -> operands.indexOf(letter) == operands.lastIndexOf(letter))
                .sorted()
                .forEach(letter -> output.append((char) letter));
        return output.toString();
    }

    /**
     * The terms of an equation for operands of these shapes, which are those of one example, or of a constant.
     *
     * @throws ModelException if they do not fit
     */
    public static EinsumTerms of(String equation, Shape left, Optional<Shape> right, boolean isConstant) {
        List<String> terms = terms(equation);
        if (terms.size() != (right.isPresent() ? 3 : 2)) {
            throw refused(equation, "but has " + (right.isPresent() ? 2 : 1) + " operands");
        }
        Map<Character, Integer> sizes = new TreeMap<>();
        String whole = whole(equation, terms.get(0), left.rank() + 1);
        char batch = whole.isEmpty() ? ' ' : whole.charAt(0);
        put(equation, whole.substring(1), left, sizes);
        String other = "";
        if (right.isPresent()) {
            int rank = right.get().rank();
            other = whole(equation, terms.get(1), isConstant ? rank : rank + 1);
            if (!isConstant) {
                requireBatch(equation, other, batch);
                other = other.substring(1);
            }
            put(equation, other, right.get(), sizes);
        }
        int dots = Math.max(count(whole), count(other) + (isConstant || count(other) == 0 ? 0 : 1));
        String output = terms.get(terms.size() - 1).replace("...", UNNAMED.substring(UNNAMED.length() - dots));
        requireBatch(equation, output, batch);
        EinsumTerms found = new EinsumTerms(whole.substring(1), other, output.substring(1), Map.copyOf(sizes));
        return found.checked(equation, batch);
    }

    /** A term with letters for what dots stand for, of which the last dimensions of operands belong together. */
    private static String whole(String equation, String term, int rank) {
        int unnamed = rank - term.replace("...", "").length();
        if (unnamed < 0 || unnamed > UNNAMED.length() || (unnamed > 0 && !term.contains("..."))) {
            throw refused(equation, "but the operand '" + term + "' has " + rank + " dimensions, the batch included");
        }
        return term.replace("...", UNNAMED.substring(UNNAMED.length() - unnamed));
    }

    private static int count(String letters) {
        return (int) letters.chars().filter(Character::isDigit).count();
    }

    private static void put(String equation, String letters, Shape shape, Map<Character, Integer> sizes) {
        for (int place = 0; place < letters.length(); place++) {
            int size = shape.dimension(place);
            Integer known = sizes.put(letters.charAt(place), size);
            if (known != null && known != size) {
                throw refused(equation, "but dimension '" + letters.charAt(place) + "' is " + known + " and " + size);
            }
        }
    }

    private static void requireBatch(String equation, String letters, char batch) {
        if (letters.isEmpty() || letters.charAt(0) != batch) {
            throw refused(equation, "but the batch, the first dimension of each tensor, must be that of the output");
        }
    }

    private EinsumTerms checked(String equation, char batch) {
        if (right.indexOf(batch) >= 0) {
            throw refused(equation, "but the constant has the dimension of the batch, '" + batch + "'");
        }
        if (!output.chars().allMatch(letter -> (left + right).indexOf(letter) >= 0)) {
            throw refused(equation, "but has a dimension in the output alone");
        }
        return this;
    }

    private static ModelException refused(String equation, String why) {
        return new ModelException("computes '" + equation + "', " + why);
    }

    /** What all three have. */
    public String each() {
        return among(among(left, right, true), output, true);
    }

    /** What both operands have, and the output has not. */
    public String summed() {
        return among(among(left, right, true), output, false);
    }

    /** What the output has from the first operand alone. */
    public String rows() {
        return among(among(left, right, false), output, true);
    }

    /** What the output has from the second operand alone. */
    public String columns() {
        return among(among(right, left, false), output, true);
    }

    /** What the first operand alone has. */
    public String lostOfLeft() {
        return among(among(left, right, false), output, false);
    }

    /** What the second operand alone has. */
    public String lostOfRight() {
        return among(among(right, left, false), output, false);
    }

    /** Letters without others. */
    public static String without(String letters, String others) {
        return among(letters, others, false);
    }

    private static String among(String letters, String others, boolean isIn) {
        return letters.chars()
                .filter(letter -> others.indexOf(letter) >= 0 == isIn)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The shape of some letters. */
    public Shape shape(String letters) {
        return new Shape(letters.chars()
                .mapToObj(letter -> sizes.getOrDefault((char) letter, 1))
                .toList());
    }

    /** The product of the sizes of some letters; 1 of none. */
    public int elements(String letters) {
        return letters.chars()
                .map(letter -> sizes.getOrDefault((char) letter, 1))
                .reduce(1, Math::multiplyExact);
    }

    /** A value in this shape; as it is if it has the shape. */
    public static <T> T reshaped(Operations<T> on, T value, Shape shape) {
        return on.shape(value).equals(shape) ? value : on.reshape(value, shape);
    }

    /** A value whose dimensions have letters in one order, in another order of the same letters. */
    public static <T> T transposed(Operations<T> on, T value, String from, String to) {
        return from.equals(to)
                ? value
                : on.transpose(value, to.chars().map(from::indexOf).toArray());
    }
}
