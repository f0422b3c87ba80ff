// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.compute;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an EinsumDense multiplies by what, such as {@code abc,cde->abde}: a letter for each dimension of the input, the kernel and the output, the
 * first of the input and the output for the batch.. The
 * letter of the batch is left out here.
 */
public record Equation(String input, String kernel, String output) {
    private static final Pattern FORM =
            Pattern.compile("(\\.\\.\\.)?([a-zA-Z]+)(\\.\\.\\.)?,([a-zA-Z]+)->(\\.\\.\\.)?([a-zA-Z]+)(\\.\\.\\.)?");

    /** Letters that no equation has, for dimensions that dots stand for. */
    private static final String UNNAMED = "0123456789";

    /**
     * An equation over examples of so many dimensions, with a letter for each, without the batch.
     *
     * @throws ModelException if it is none, or does not fit
     */
    public static Equation of(String equation, int rank) {
        Matcher parts = form(equation);
        String input = parts.group(2);
        String output = parts.group(6);
        boolean hasDots = parts.group(1) != null || parts.group(3) != null;
        int unnamed = rank + 1 - input.length();
        if (unnamed < 0 || unnamed > UNNAMED.length() || (unnamed > 0 && !hasDots)) {
            throw refused(equation, "but the input has " + rank + " dimensions after the batch");
        }
        String dots = UNNAMED.substring(0, unnamed);
        String before = parts.group(1) == null ? "" : dots;
        String after = parts.group(3) == null ? "" : dots;
        String wholeInput = before + input + after;
        String wholeOutput = before + output + after;
        String batch = wholeInput.substring(0, 1);
        if (!wholeOutput.startsWith(batch) || parts.group(4).contains(batch)) {
            throw refused(
                    equation, "but the first dimension of the input, the batch, must be that of the output alone");
        }
        Equation whole = new Equation(wholeInput.substring(1), parts.group(4), wholeOutput.substring(1));
        return whole.checked(equation);
    }

    /**
     * Checks what can be seen without an input.
     *
     * @throws ModelException if it has another form, or the output does not have these letters
     */
    public static void check(String equation, String outputs) {
        String output = form(equation).group(6);
        if (!consistsOf(outputs, output)) {
            throw refused(equation, "whose output does not have all of the dimensions '" + outputs + "' of the bias");
        }
    }

    private static Matcher form(String equation) {
        Matcher parts = FORM.matcher(equation.replace(" ", ""));
        boolean isLike = parts.matches()
                && (parts.group(1) == null) == (parts.group(5) == null)
                && (parts.group(3) == null) == (parts.group(7) == null)
                && (parts.group(1) == null || parts.group(3) == null);
        if (!isLike) {
            throw refused(equation, "but has another form than ab,bc->ac, ...b,bc->...c or ab...,bc->ac...");
        }
        return parts;
    }

    private Equation checked(String equation) {
        for (String part : List.of(input, kernel, output)) {
            if (part.chars().distinct().count() != part.length()) {
                throw refused(equation, "but names a dimension twice in '" + part + "'");
            }
        }
        if (!consistsOf(kernel, input + output) || !consistsOf(output, input + kernel)) {
            throw refused(equation, "but has a dimension in the kernel or the output alone");
        }
        if (input.chars().anyMatch(letter -> has(kernel, letter) && has(output, letter))) {
            throw refused(
                    equation, "but has a dimension in the input, the kernel and the output, which is not supported");
        }
        return this;
    }

    private static ModelException refused(String equation, String why) {
        return new ModelException("computes '" + equation + "', " + why);
    }

    private static boolean has(String letters, int letter) {
        return letters.indexOf(letter) >= 0;
    }

    private static boolean consistsOf(String letters, String all) {
        return letters.chars().allMatch(letter -> has(all, letter));
    }

    /** Those letters of one part that another has, or has not. */
    private static String among(String letters, String others, boolean isIn) {
        return letters.chars()
                .filter(letter -> has(others, letter) == isIn)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** What the output has from the input, in the order of the input. */
    public String kept() {
        return among(input, output, true);
    }

    /** What the input and the kernel have and the output has not, in the order of the kernel. */
    public String summed() {
        return among(kernel, input, true);
    }

    /** What the output has from the kernel, in the order of the kernel. */
    public String added() {
        return among(kernel, input, false);
    }

    /** What the input alone has. */
    public String lost() {
        return among(among(input, output, false), kernel, false);
    }

    /**
     * How long each dimension is.
     *
     * @param given for each letter of the output but the batch and what dots stand for; -1 for that of the input
     * @throws ModelException if the two do not fit
     */
    public Map<Character, Integer> sizes(Shape example, List<Integer> given) {
        Map<Character, Integer> sizes = new HashMap<>();
        for (int place = 0; place < input.length(); place++) {
            sizes.put(input.charAt(place), example.dimension(place));
        }
        String named = among(output, UNNAMED, false);
        if (named.length() != given.size()) {
            throw new ModelException("has an output of the dimensions '" + named + "', but 'output_shape' names "
                    + given.size() + ": " + given);
        }
        for (int place = 0; place < given.size(); place++) {
            int size = given.get(place);
            int known = sizes.getOrDefault(named.charAt(place), size);
            if (known < 1 || (size != -1 && size != known)) {
                throw new ModelException("has the 'output_shape' " + given + ", whose dimension '" + named.charAt(place)
                        + "' should be " + (known < 1 ? "a number" : known));
            }
            sizes.put(named.charAt(place), known);
        }
        return sizes;
    }

    /** The shape of some letters. */
    public static Shape shape(String letters, Map<Character, Integer> sizes) {
        return new Shape(letters.chars()
                .mapToObj(letter -> sizes.getOrDefault((char) letter, 1))
                .toList());
    }
}
