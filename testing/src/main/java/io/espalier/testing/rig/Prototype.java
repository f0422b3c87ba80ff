// SPDX-License-Identifier: Apache-2.0
package io.espalier.testing.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a header declares.
 *
 * @param inputs their types and the constants with their sizes
 * @param outputs the same
 * @param arena the constant with the bytes of the caller's arena; empty if the arena is static
 * @param resets whether there is a function NAME_reset
 */
record Prototype(List<Port> inputs, List<Port> outputs, String arena, boolean resets) {
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);
    private static final Pattern CONSTANT = Pattern.compile("(?m)^\\s*#\\s*define\\s+(\\w+)");
    private static final Pattern PARAMETER = Pattern.compile("(const\\s+)?(\\w+)\\s*\\*\\s*\\w+");

    /**
     * An input or output.
     *
     * @param type of its elements, such as int8_t
     * @param size the constant with the number of its elements
     */
    record Port(String type, String size) {}

    /** @throws IllegalArgumentException if the header lacks something, which is said */
    static Prototype of(CModel model) {
        String header = COMMENT.matcher(model.header()).replaceAll(" ");
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        boolean callersArena = false;
        for (String parameter : parametersOfRun(model.name(), header)) {
            Matcher form = PARAMETER.matcher(parameter.strip());
            if (!form.matches()) {
                throw new IllegalArgumentException(model.name() + "_run: not a pointer: " + parameter);
            }
            if (form.group(2).equals("void")) {
                callersArena = true;
            } else if (form.group(1) != null) {
                inputs.add(form.group(2));
            } else {
                outputs.add(form.group(2));
            }
        }
        return new Prototype(
                ports(model.name(), header, "INPUT", inputs),
                ports(model.name(), header, "OUTPUT", outputs),
                callersArena ? constant(model.name() + "_ARENA_SIZE", header) : "",
                Pattern.compile("\\b" + model.name() + "_reset\\s*\\(")
                        .matcher(header)
                        .find());
    }

    private static String[] parametersOfRun(String name, String header) {
        Matcher run = Pattern.compile("\\bint\\s+" + Pattern.quote(name) + "_run\\s*\\(([^)]*)\\)")
                .matcher(header);
        if (!run.find()) {
            throw new IllegalArgumentException("the header does not declare int " + name + "_run(...)");
        }
        return run.group(1).split(",");
    }

    private static List<Port> ports(String name, String header, String kind, List<String> types) {
        List<Port> ports = new ArrayList<>();
        for (String type : types) {
            String number = types.size() == 1 ? "" : String.valueOf(ports.size());
            ports.add(new Port(type, constant(name + "_" + kind + number + "_SIZE", header)));
        }
        return ports;
    }

    /** As the header writes it: constants are often in capitals. */
    private static String constant(String wanted, String header) {
        return CONSTANT.matcher(header)
                .results()
                .map(found -> found.group(1))
                .filter(found -> found.toLowerCase(Locale.ROOT).equals(wanted.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the header does not define " + wanted));
    }
}
