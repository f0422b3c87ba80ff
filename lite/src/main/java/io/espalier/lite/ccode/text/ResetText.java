// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.text;

import io.espalier.lite.ccode.memory.Arena;
import io.espalier.lite.ccode.program.Callee;
import io.espalier.lite.ccode.program.Lasting;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.settings.ArenaPlace;
import io.espalier.lite.ccode.settings.CSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The memory of a model: what it keeps comes first, then what a run needs; and the function that sets what it keeps to its start. */
final class ResetText {
    private final CSettings settings;
    private final Lasting lasting;
    private final Arena arena;
    private final Arena initializers;

    ResetText(CSettings settings, Program program, Arena arena) {
        this.settings = settings;
        lasting = program.lasting();
        this.arena = arena;
        Map<String, Arena> arenas = new HashMap<>();
        int most = 0;
        for (Callee initializer : lasting.initializers()) {
            Arena own = Arena.of(initializer.program());
            arenas.put(initializer.name(), own);
            most = Math.max(most, own.bytes());
        }
        initializers = new Arena(List.of(), Map.of(), Map.of(), most, most, arenas);
    }

    boolean isNeeded() {
        return lasting.bytes() > 0;
    }

    /** All memory. */
    int bytes() {
        return lasting.bytes() + Math.max(arena.bytes(), initializers.bytes());
    }

    String functions(KernelTexts kernels, ParameterText parameters) {
        StringBuilder text = new StringBuilder();
        for (Callee initializer : lasting.initializers()) {
            text.append(CalleeText.of(initializer, initializers, kernels, parameters));
        }
        return text.toString();
    }

    String signature() {
        return "void " + settings.name() + "_reset(" + (settings.arena() == ArenaPlace.CALLER ? "void *memory" : "void")
                + ")";
    }

    /** Definitions of the pointers that statements use. */
    String pointers(String statements) {
        String memory = settings.arena() == ArenaPlace.STATIC ? "activations.bytes" : "(int8_t *)memory";
        String state = CalleeText.isUsed("state", statements) ? "    int8_t *const state = " + memory + ";\n" : "";
        String from = lasting.bytes() == 0 ? memory : memory + " + " + lasting.bytes();
        return state + (CalleeText.isUsed("arena", statements) ? "    int8_t *const arena = " + from + ";\n" : "");
    }

    /** Empty if the model keeps nothing. */
    String function() {
        if (!isNeeded()) {
            return "";
        }
        StringBuilder statements = new StringBuilder();
        statements.append("    memset(state, 0, ").append(lasting.bytes()).append(");\n");
        for (Lasting.Fill fill : lasting.fills()) {
            statements.append("    memset(state + ").append(fill.offset()).append(", ");
            statements.append(fill.value()).append(", ").append(fill.bytes()).append(");\n");
        }
        for (Callee initializer : lasting.initializers()) {
            int own = Objects.requireNonNull(initializers.callees().get(initializer.name()))
                    .bytes();
            statements
                    .append("    ")
                    .append(CalleeText.call(initializer, own > 0 ? "arena" : "0", "state", List.of()))
                    .append(";\n");
        }
        return "\n" + signature() + " {\n" + pointers(statements.toString()) + statements + "}\n";
    }
}
