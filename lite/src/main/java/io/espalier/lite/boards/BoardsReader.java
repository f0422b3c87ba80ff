// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import static io.espalier.lite.boards.BoardsDocument.require;

import io.espalier.base.RecipeException;
import io.espalier.base.yaml.StrictYaml;
import io.espalier.lite.boards.BoardsDocument.AcceleratorEntry;
import io.espalier.lite.boards.BoardsDocument.BoardEntry;
import io.espalier.lite.boards.BoardsDocument.CoreEntry;
import io.espalier.lite.boards.BoardsDocument.KernelsEntry;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What files of boards say: each may build on what those before it say, and repeats nothing. */
record BoardsReader(Map<String, KernelCosts> kernels, Map<String, Core> cores, Map<String, Board> boards) {
    static final BoardsReader EMPTY = new BoardsReader(Map.of(), Map.of(), Map.of());

    private static final StrictYaml YAML = new StrictYaml(Set.of(BuiltinOperator.class, TensorType.class));
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.+_-]*");

    BoardsReader {
        kernels = Collections.unmodifiableMap(new LinkedHashMap<>(kernels));
        cores = Collections.unmodifiableMap(new LinkedHashMap<>(cores));
        boards = Collections.unmodifiableMap(new LinkedHashMap<>(boards));
    }

    /**
     * This and what another file says.
     *
     * @throws RecipeException if it is no such file; with the line, or the name of the board
     */
    BoardsReader with(String yaml) {
        if (StrictYaml.keys(yaml).isEmpty()) {
            throw new RecipeException("no boards in it; it needs a line 'boards:' and below it one entry a board,"
                    + " such as '- board: my-board'");
        }
        return YAML.read(yaml, BoardsDocument.class, document -> with(Objects.requireNonNull(document, "document")));
    }

    private BoardsReader with(BoardsDocument document) {
        Map<String, KernelCosts> allKernels = new LinkedHashMap<>(kernels);
        each("kernels", document.kernels(), KernelsEntry::kernels, allKernels, entry -> {
            entry.check();
            return costs(entry);
        });
        Map<String, Core> allCores = new LinkedHashMap<>(cores);
        each("cores", document.cores(), CoreEntry::core, allCores, entry -> {
            entry.check();
            return core(entry, allKernels);
        });
        Map<String, Board> allBoards = new LinkedHashMap<>(boards);
        each("boards", document.boards(), BoardEntry::board, allBoards, entry -> {
            entry.check();
            return board(entry, allCores);
        });
        return new BoardsReader(allKernels, allCores, allBoards);
    }

    /** Adds what the entries of a list say; errors name the entry. */
    private static <E, T> void each(
            String list,
            @Nullable List<E> entries,
            Function<E, @Nullable String> name,
            Map<String, T> all,
            Function<E, T> made) {
        for (int index = 0; index < entries(entries).size(); index++) {
            @Nullable E entry = entries(entries).get(index);
            if (entry == null) {
                throw RecipeException.at(list, index, "'" + list + "' has an empty entry");
            }
            String named = name.apply(entry);
            try {
                T value = made.apply(entry);
                add(require(list, named), value, all);
            } catch (RecipeException e) {
                throw RecipeException.at(list, index, (named == null ? "" : "'" + named + "': ") + e.getMessage());
            }
        }
    }

    private static <T> List<T> entries(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static <T> void add(String name, T value, Map<String, T> all) {
        if (!NAME.matcher(name).matches()) {
            throw new RecipeException("a name is made of small letters, digits, '-', '.', '+' and '_'");
        }
        if (all.put(name, value) != null) {
            throw new RecipeException("there is one of this name already; choose another");
        }
    }

    private static KernelCosts costs(KernelsEntry entry) {
        return new KernelCosts(
                require("kernels", entry.kernels()),
                require("title", entry.title()),
                require("way", entry.way()),
                require("type", entry.type()),
                require("isa", entry.isa()),
                require("mac", entry.mac()),
                require("depthwise", entry.depthwise()),
                require("output", entry.output()),
                require("patch", entry.patch()),
                require("other", entry.other()),
                require("basis", entry.basis()),
                require("source", entry.source()));
    }

    private static Core core(CoreEntry entry, Map<String, KernelCosts> kernels) {
        return new Core(
                require("core", entry.core()),
                require("title", entry.title()),
                require("isa", entry.isa()),
                Boolean.TRUE.equals(entry.dsp()),
                entries(entry.speeds()).stream()
                        .map(speed -> new Core.Speed(
                                Boards.known("kernels", require("kernels", speed.kernels()), kernels),
                                require("cycles", speed.cycles()),
                                require("basis", speed.basis()),
                                require("source", speed.source())))
                        .toList());
    }

    private static Board board(BoardEntry entry, Map<String, Core> cores) {
        String name = require("board", entry.board());
        Core core = Boards.known("core", require("core", entry.core()), cores);
        long ram = require("ram", entry.ram()).bytes();
        return new Board(
                name,
                entry.title() == null ? name : entry.title(),
                require("kind", entry.kind()),
                core,
                entry.clock() == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(entry.clock().hertz()),
                entry.flash() == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(entry.flash().bytes()),
                ram,
                entry.ramBlock() == null ? ram : entry.ramBlock().bytes(),
                bytes(entry.reservedFlash()),
                bytes(entry.reservedRam()),
                entry.reservedFor() == null ? "" : entry.reservedFor(),
                Boolean.TRUE.equals(entry.fpu()),
                entry.dsp() == null ? core.dsp() : entry.dsp(),
                Boolean.TRUE.equals(entry.integerOnly()),
                entries(entry.frameworks()),
                Optional.ofNullable(entry.accelerator()).map(BoardsReader::accelerator),
                entry.picosecondsPerMac() == null ? Map.of() : entry.picosecondsPerMac(),
                entry.leastMacs() == null ? 0 : entry.leastMacs(),
                entry.basis() == null ? "" : entry.basis(),
                require("source", entry.source()));
    }

    private static Accelerator accelerator(AcceleratorEntry entry) {
        return new Accelerator(
                require("title", entry.title()),
                require("compiler", entry.compiler()),
                Set.copyOf(require("operators", entry.operators())),
                Set.copyOf(require("types", entry.types())),
                entry.weights() == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(entry.weights().bytes()),
                entry.macsPerCycle() == null ? OptionalInt.empty() : OptionalInt.of(entry.macsPerCycle()),
                entry.clock() == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(entry.clock().hertz()),
                Boolean.TRUE.equals(entry.stopsAtFirst()));
    }

    private static long bytes(@Nullable ByteSize size) {
        return size == null ? 0 : size.bytes();
    }
}
