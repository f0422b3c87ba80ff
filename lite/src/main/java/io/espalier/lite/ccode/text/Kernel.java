// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of C in the folder {@code kernels} beside this class's package: functions and the struct of their parameters. It includes the files that it needs.
 *
 * @param text without the includes
 */
record Kernel(String file, List<String> includes, String text) {
    private static final Pattern INCLUDE = Pattern.compile("#include \"(\\w+)\\.c\"\n+");
    private static final Pattern STRUCT =
            Pattern.compile("^struct (\\w+) \\{\n(.*?)^\\};", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("^ +(.+?)(\\w+);", Pattern.MULTILINE);
    private static final Pattern FUNCTION = Pattern.compile(
            "^static KERNEL (void|int) (\\w+)\\(const struct (\\w+) \\*p(.*?)\\) \\{", Pattern.MULTILINE);

    /**
     * Kernels for other types are made from those for int8_t, or from an output of int32_t, and those that round twice from those that round as the model
     * does: what they are called ends so.
     */
    private enum Variant {
        WIDE("_16", "\\bint8_t\\b", "int16_t"),
        UNSIGNED("_u8", "\\bint8_t\\b", "uint8_t"),
        PAIRED("_paired", "", ""),
        LONG("_64", "\\bint32_t \\*out\\b", "int64_t *out");

        private final String suffix;
        private final String from;
        private final String to;

        Variant(String suffix, String from, String to) {
            this.suffix = suffix;
            this.from = from;
            this.to = to;
        }

        private Kernel of(Kernel plain) {
            String struct = plain.function().struct();
            boolean own = plain.structs().containsKey(struct);
            boolean paired = this == PAIRED;
            String text = (paired
                            ? plain.text
                                    .replaceAll("\\bscale_t\\b", "scale_pair")
                                    .replaceAll("\\bscaled\\(", "scaled_pair(")
                            : plain.text.replaceAll(from, to))
                    .replaceAll("\\b" + struct + "\\b", own ? struct + suffix : struct)
                    .replaceAll(
                            "\\b" + plain.function().name() + "(_(?!\\w*" + suffix + ")\\w+)?\\(",
                            plain.function().name() + suffix + "$1(")
                    .replace(suffix + suffix, suffix);
            List<String> includes = plain.includes.stream()
                    .map(include -> paired && include.equals("requantize") ? "scale_pair" : include)
                    .toList();
            return new Kernel(plain.file + suffix, includes, text);
        }
    }

    /** @param name that of a file; or a file, words with what they stand for, and more files that it needs, separated by bars */
    static Kernel read(String name) {
        String[] parts = name.split("\\|");
        if (parts.length == 1) {
            return ofFile(name);
        }
        Kernel template = ofFile(parts[0]);
        List<String> includes = new ArrayList<>(template.includes);
        String text = template.text;
        for (int part = 1; part < parts.length; part++) {
            int equals = parts[part].indexOf('=');
            if (equals > 0 && Character.isUpperCase(parts[part].charAt(0))) {
                String value = Matcher.quoteReplacement(parts[part].substring(equals + 1));
                text = text.replaceAll("\\b" + parts[part].substring(0, equals) + "\\b", value);
            } else {
                includes.add(parts[part]);
            }
        }
        return new Kernel(name, includes, text);
    }

    private static Kernel ofFile(String file) {
        for (Variant variant : Variant.values()) {
            if (file.endsWith(variant.suffix)) {
                return variant.of(ofFile(file.substring(0, file.length() - variant.suffix.length())));
            }
        }
        String path = "/io/espalier/lite/ccode/kernels/" + file + ".c";
        try (InputStream stream = Kernel.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("There is no kernel " + path);
            }
            String whole = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            List<String> includes = INCLUDE.matcher(whole)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            return new Kernel(file, includes, INCLUDE.matcher(whole).replaceAll(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The structs that it defines: the names and types of their fields in their order. */
    Map<String, Map<String, String>> structs() {
        Map<String, Map<String, String>> structs = new LinkedHashMap<>();
        STRUCT.matcher(text).results().forEach(struct -> {
            Map<String, String> fields = new LinkedHashMap<>();
            FIELD.matcher(struct.group(2))
                    .results()
                    .forEach(field -> fields.put(field.group(2), field.group(1).strip()));
            structs.put(struct.group(1), fields);
        });
        return structs;
    }

    /** The function that computes a step. */
    Function function() {
        Matcher matcher = FUNCTION.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("The kernel " + file + " has no function");
        }
        List<String> arguments = new ArrayList<>();
        for (String argument : matcher.group(4).split(",")) {
            if (!argument.isBlank()) {
                arguments.add(argument.strip());
            }
        }
        return new Function(
                matcher.group(2), matcher.group(3), arguments, matcher.group(1).equals("int"));
    }

    /**
     * A function of C.
     *
     * @param struct of its parameters
     * @param arguments after the parameters: inputs, output, memory to work in and a row, with their types
     * @param fails whether it returns a number that is 0 if all went well
     */
    record Function(String name, String struct, List<String> arguments, boolean fails) {
        Function {
            arguments = List.copyOf(arguments);
        }

        /** The names of its inputs. */
        List<String> inputs() {
            return arguments.stream()
                    .filter(argument -> argument.startsWith("const "))
                    .map(argument -> argument.substring(argument.lastIndexOf('*') + 1))
                    .toList();
        }
    }
}
