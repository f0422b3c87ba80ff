// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.base.RecipeException;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of boards as it is written; what is missing is null. What must be there is checked when all is read, so that a misspelled key is named before the one that is
 * missing for it.
 */
record BoardsDocument(
        @Nullable List<KernelsEntry> kernels,
        @Nullable List<CoreEntry> cores,
        @Nullable List<BoardEntry> boards) {

    /** Kernels of a library. */
    record KernelsEntry(
            @Nullable String kernels,
            @Nullable String title,
            @Nullable String way,
            @Nullable Arithmetic type,
            @Nullable String isa,
            @Nullable Double mac,
            @Nullable Double depthwise,
            @Nullable Double output,
            @Nullable Double patch,
            @Nullable Double other,
            @Nullable String basis,
            @Nullable List<String> source) {
        void check() {
            require("kernels", kernels);
            require("title", title);
            require("way", way);
            require("type", type);
            require("isa", isa);
            require("mac", mac);
            require("depthwise", depthwise);
            require("output", output);
            require("patch", patch);
            require("other", other);
            require("basis", basis);
            require("source", source);
            requireAll("source", source);
        }
    }

    /** A core. */
    record CoreEntry(
            @Nullable String core,
            @Nullable String title,
            @Nullable String isa,
            @Nullable Boolean dsp,
            @Nullable List<SpeedEntry> speeds) {
        void check() {
            require("core", core);
            require("title", title);
            require("isa", isa);
            requireAll("speeds", speeds).forEach(SpeedEntry::check);
        }
    }

    /** What a run costs on a core. */
    record SpeedEntry(
            @Nullable String kernels,
            @Nullable Double cycles,
            @Nullable String basis,
            @Nullable List<String> source) {
        void check() {
            require("kernels", kernels);
            require("basis", basis);
            require("source", source);
            requireAll("source", source);
            if (require("cycles", cycles) <= 0) {
                throw new RecipeException("'cycles' must be more than 0, not " + cycles);
            }
        }
    }

    /** A board. */
    record BoardEntry(
            @Nullable String board,
            @Nullable String title,
            Board.@Nullable Kind kind,
            @Nullable String core,
            @Nullable Frequency clock,
            @Nullable ByteSize flash,
            @Nullable ByteSize ram,
            @Nullable ByteSize ramBlock,
            @Nullable ByteSize reservedFlash,
            @Nullable ByteSize reservedRam,
            @Nullable String reservedFor,
            @Nullable Boolean fpu,
            @Nullable Boolean dsp,
            @Nullable Boolean integerOnly,
            @Nullable List<String> frameworks,
            @Nullable AcceleratorEntry accelerator,
            @Nullable Map<Arithmetic, Double> picosecondsPerMac,
            @Nullable Long leastMacs,
            @Nullable String basis,
            @Nullable List<String> source) {
        void check() {
            require("board", board);
            require("kind", kind);
            require("core", core);
            require("ram", ram);
            require("source", source);
            requireAll("source", source);
            requireAll("frameworks", frameworks);
            if (kind == Board.Kind.MICROCONTROLLER) {
                require("clock", clock);
                require("flash", flash);
            }
            if (kind == Board.Kind.ACCELERATOR) {
                require("accelerator", accelerator);
            }
            if (accelerator != null) {
                accelerator.check();
            }
            if (picosecondsPerMac != null) {
                require("basis", basis);
                require("least_macs", leastMacs);
                picosecondsPerMac.forEach((type, picoseconds) -> {
                    if (picoseconds == null || picoseconds <= 0) {
                        throw new RecipeException("'picoseconds_per_mac' must be more than 0, not " + picoseconds);
                    }
                });
            }
            requireLess("reserved_flash", reservedFlash, "flash", flash);
            requireLess("reserved_ram", reservedRam, "ram", ram);
            requireLess("ram_block", ramBlock, "ram", ram);
        }
    }

    /** An accelerator. */
    record AcceleratorEntry(
            @Nullable String title,
            @Nullable String compiler,
            @Nullable List<BuiltinOperator> operators,
            @Nullable List<TensorType> types,
            @Nullable ByteSize weights,
            @Nullable Integer macsPerCycle,
            @Nullable Frequency clock,
            @Nullable Boolean stopsAtFirst) {
        void check() {
            require("title", title);
            require("compiler", compiler);
            require("operators", operators);
            require("types", types);
            requireAll("operators", operators);
            requireAll("types", types);
            if (macsPerCycle != null) {
                require("clock", clock);
                if (macsPerCycle < 1) {
                    throw new RecipeException("'macs_per_cycle' must be 1 or more, not " + macsPerCycle);
                }
            }
        }
    }

    /** The values of a list, none of them empty. */
    static <T> List<T> requireAll(String key, @Nullable List<T> values) {
        List<T> all = values == null ? List.of() : values;
        for (T value : all) {
            if (value == null) {
                throw new RecipeException("'" + key + "' has an empty entry");
            }
        }
        return all;
    }

    /** The value of a key that must be there. */
    static <T> T require(String key, @Nullable T value) {
        if (value == null) {
            throw new RecipeException("missing key '" + key + "'");
        }
        return value;
    }

    private static void requireLess(String part, @Nullable ByteSize some, String whole, @Nullable ByteSize all) {
        if (some != null && (all == null || some.bytes() > all.bytes())) {
            throw new RecipeException("'" + part + "' is more than '" + whole + "'");
        }
    }
}
