// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.text;

import io.espalier.lite.ccode.settings.SumRounding;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The kernels of a program, each after those that it needs. */
final class KernelTexts {
    private final SumRounding rounding;
    private final Map<String, Kernel> kernels = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> structs = new LinkedHashMap<>();

    KernelTexts(SumRounding rounding) {
        this.rounding = rounding;
    }

    /** Adds a kernel, and what it needs before it. */
    Kernel add(String name) {
        String file = name.equals("requantize") ? name + "_" + rounding.name().toLowerCase(Locale.ROOT) : name;
        Kernel known = kernels.get(file);
        if (known != null) {
            return known;
        }
        Kernel kernel = Kernel.read(file);
        kernel.includes().forEach(this::add);
        kernels.put(file, kernel);
        structs.putAll(kernel.structs());
        return kernel;
    }

    /** The fields of a struct, with their types, in their order. */
    Map<String, String> fields(String struct) {
        Map<String, String> fields = structs.get(struct);
        if (fields == null) {
            throw new IllegalStateException("There is no struct " + struct);
        }
        return fields;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        kernels.values().forEach(kernel -> text.append('\n').append(kernel.text()));
        return text.toString();
    }
}
