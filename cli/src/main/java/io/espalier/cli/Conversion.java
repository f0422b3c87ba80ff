// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.Provenance;
import io.espalier.base.RecipeException;
import io.espalier.base.internal.JsonTree;
import io.espalier.base.internal.Meanwhile;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.boards.BoardFit;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.DeploymentMetadata.Described;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer.Quantized;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.LatencyCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** One model file made of another: optimizes, quantizes, writes, and says what came of it. */
final class Conversion {
    private static final double NANOS_PER_SECOND = 1e9;

    private final String verb;
    private final Source source;
    private final Path target;
    private final RecipeChoice recipes;
    private final QuantizationOptions options;
    private final MetadataOptions metadata;
    private final WrittenForm form;
    private final long start = System.nanoTime();
    private @Nullable BoardOptions boards;
    private @Nullable RunNotes run;
    private @Nullable FoundNumbers found;
    private @Nullable Meanwhile<Path> taken;

    /**
     * The file that another is made of.
     *
     * @param bytes of the file, or of all files of a folder
     * @param parent what provenance calls it
     * @param origin where it comes from itself, whose data set, seed and preprocessing are handed on
     */
    record Source(Path file, long bytes, Supplier<String> parent, Optional<Provenance> origin) {}

    /** @param verb what the command does, such as {@code convert} */
    Conversion(
            String verb,
            Source source,
            Path target,
            RecipeChoice recipes,
            QuantizationOptions options,
            MetadataOptions metadata) {
        this.verb = verb;
        this.source = source;
        this.target = target;
        this.recipes = recipes;
        this.options = options;
        this.metadata = metadata;
        this.form = new WrittenForm(verb, source, options, metadata);
    }

    /** Takes down how it was made. */
    Conversion withNotes(RunNotes notes) {
        run = notes;
        return this;
    }

    /** Says of what it writes whether it fits the boards that were named. */
    Conversion withBoards(BoardOptions named) {
        boards = named;
        return this;
    }

    /** Tells what a search found, whose recipe this is. */
    Conversion withSearch(FoundNumbers numbers) {
        found = numbers;
        return this;
    }

    /** Writes the target file; the converter is of what the source file holds. */
    void write(Converter given, CommandLine command) throws IOException {
        writeAndTell(given, command);
        if (taken != null) {
            taken.get();
        }
    }

    private void writeAndTell(Converter given, CommandLine command) throws IOException {
        if (options.checksLatency()
                && verb.equals("convert")
                && !recipes.first().quantizes()) {
            throw new UsageException("--check-latency times a quantized file against the float one, but '"
                    + recipes.first() + "' quantizes nothing; add --quantize NAME");
        }
        boolean isDryRun = options.isDryRun();
        Terminal terminal = Terminal.of(command.getCommandSpec());
        Converter converter = recipes.isPortable() || (options.loops() && metadata.fixesBatch())
                ? Converter.of(metadata.fixed(source.file(), given.lowered()))
                : given;
        metadata.check(source.file(), converter.lowered().withProvenance(provenance(recipes.first())));
        // First, while the heap holds nothing quantized besides.
        OptionalLong bytesInFloat = sizeInFloat(converter);
        RecipeChoice.Chosen chosen = recipes.choose(source.file(), each -> described(run(converter, each, terminal)));
        Recipe recipe = chosen.recipe();
        Quantized quantized = chosen.quantized();
        if (!isDryRun) {
            GraphWriter.write(quantized.graph(), target);
        }
        long bytes = isDryRun ? GraphWriter.size(quantized.graph()) : Files.size(target);
        options.save(quantized);
        if (run != null && !isDryRun) {
            taken = taken(run, recipe, terminal);
        }
        ConversionReport report = new ConversionReport(
                verb,
                source.file(),
                target,
                recipe,
                options.calibration(),
                quantized,
                source.bytes(),
                recipe.quantizes() ? bytesInFloat : OptionalLong.empty(),
                bytes,
                isDryRun,
                (System.nanoTime() - start) / NANOS_PER_SECOND);
        if (recipe.takesSamples() && options.examples().isPresent()) {
            MetadataOptions.otherScale(
                            quantized.graph(),
                            options.inputScale(source.origin()).used().scaling())
                    .ifPresent(terminal::note);
        }
        report.say(terminal, found == null ? Set.of() : found.keptInFloat());
        Optional<LatencyReport> latency = latency(converter, recipe, terminal);
        List<BoardFit> fits = boards == null ? List.of() : boards.fits(quantized.graph(), bytes);
        if (options.json()) {
            command.getOut().println(JsonTree.indented(json(report, fits, latency)));
        } else {
            say(quantized, fits, latency, command.getOut(), terminal);
        }
        if (found != null) {
            if (!isDryRun) {
                found.saveRecipe(words(), options, command.getCommandSpec(), terminal);
            }
            found.notes().forEach(terminal::note);
        }
        if (isDryRun || options.json()) {
            return;
        }
        boolean isFinished = quantized.plan().operators().isEmpty();
        terminal.next(
                isFinished
                        ? new Object[] {"benchmark", target}
                        : next(recipe, converter.lowered().main().inputs().size() == 1));
    }

    private ObjectNode json(ConversionReport report, List<BoardFit> fits, Optional<LatencyReport> latency) {
        ObjectNode json = report.toJson();
        if (!fits.isEmpty()) {
            BoardOptions.addTo(json.putArray("boards"), fits);
        }
        if (found != null) {
            json.set("search", found.toJson());
        }
        if (options.checksLatency()) {
            json.set("latency", latency.map(LatencyReport::toJson).orElse(null));
        }
        return json;
    }

    private void say(
            Quantized quantized,
            List<BoardFit> fits,
            Optional<LatencyReport> latency,
            PrintWriter out,
            Terminal terminal) {
        if (found != null) {
            out.println(found.text(latency, terminal.width()));
        }
        if (options.plan()) {
            if (found != null) {
                found.steps().forEach(out::println);
            }
            out.println(terminal.fit(quantized.plan().toText().stripTrailing()));
        }
        if (!fits.isEmpty()) {
            out.println(terminal.fit(BoardOptions.text(fits)));
        }
    }

    /** A command that makes another such file, up to the recipe. */
    private List<Object> words() {
        return List.of(
                verb,
                source.file(),
                "-o",
                OutputFile.suggestion(target, ".tflite"),
                verb.equals("convert") ? "--quantize" : "--recipe");
    }

    /** Hashes and notes in a thread of its own, while this one tells what came of it. */
    private Meanwhile<Path> taken(RunNotes notes, Recipe recipe, Terminal terminal) {
        return Meanwhile.of(() -> {
            try {
                take(notes, recipe, terminal);
                return target;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void take(RunNotes notes, Recipe recipe, Terminal terminal) throws IOException {
        notes.readModel(source.file(), source.bytes(), source.parent().get());
        notes.recipe(ConversionReport.tree(recipe));
        if (recipe.takesSamples() && options.examples().isPresent()) {
            notes.version("TFLite", Interpreter.runtimeVersion());
        }
        notes.writeBeside(target, terminal);
    }

    private Provenance provenance(Recipe recipe) {
        return form.provenance(recipe);
    }

    private Quantized described(Quantized quantized) throws IOException {
        Described described = form.described(quantized.graph());
        return new Quantized(
                described.graph(),
                quantized.plan(),
                quantized.ranges(),
                quantized.nonFinite(),
                Stream.concat(quantized.notes().stream(), described.notes().stream())
                        .toList());
    }

    // The file is written: that the runtime cannot time it here is no failure of the conversion.
    private Optional<LatencyReport> latency(Converter converter, Recipe recipe, Terminal terminal) throws IOException {
        if (!options.checksLatency()) {
            return Optional.empty();
        }
        boolean fromTflite = verb.equals("quantize");
        try {
            TfliteModel made = TfliteModel.read(target);
            TfliteModel before = fromTflite
                    ? TfliteModel.read(source.file())
                    : TfliteModel.of(
                            source.file().toString(),
                            converter.withRecipe(Recipe.of(Method.NONE)).convert());
            LatencyReport report = new LatencyReport(
                    LatencyCheck.run(made, before, InterpreterOptions.DEFAULTS),
                    target.toString(),
                    fromTflite ? source.file().toString() : "the float form of " + source.file(),
                    recipe);
            report.say(terminal);
            return Optional.of(report);
        } catch (InterpreterException e) {
            terminal.note("the latency could not be checked: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** A file as it was is made smaller, a smaller one compared with the one it was made of, if data for that are known, else timed. */
    private Object[] next(Recipe recipe, boolean hasOneInput) {
        if (!recipe.quantizes() && recipes.targets().isEmpty()) {
            return new Object[] {
                "quantize", target, "-o", OutputFile.suggestion(target, "-dynamic.tflite"), "--recipe", "dynamic"
            };
        }
        Optional<String> data = options.examples()
                .or(() -> source.origin()
                        .map(Provenance::dataset)
                        .filter(name -> NamedDatasets.standard().names().contains(name)));
        if (!verb.equals("quantize") || !hasOneInput || data.isEmpty()) {
            return new Object[] {"benchmark", target};
        }
        List<Object> compare = new ArrayList<>(List.of("compare", source.file(), target, "--data", data.get()));
        compare.addAll(options.scaleWords());
        return compare.toArray();
    }

    /** What the target is compared with: a file of Keras may hold the state of an optimizer. */
    private OptionalLong sizeInFloat(Converter converter) {
        if (!verb.equals("convert") || !recipes.first().quantizes()) {
            return OptionalLong.empty();
        }
        Recipe none = Recipe.of(Method.NONE);
        return OptionalLong.of(GraphWriter.size(converter
                .withRecipe(none)
                .withProvenance(provenance(none).withRecipe(verb + " " + none))
                .convert()));
    }

    private Quantized run(Converter converter, Recipe recipe, Terminal terminal) throws IOException {
        InputScale bytes = options.inputScale(source.origin());
        try {
            return converter
                    .withProvenance(provenance(recipe))
                    .withQuantizer(options.quantizer(recipe, source.file(), converter.lowered(), bytes, terminal))
                    .run();
        } catch (QuantizationException e) {
            throw new QuantizationException(source.file() + ": " + e.getMessage());
        } catch (RecipeException e) {
            throw new RecipeException(source.file() + ": " + e.getMessage());
        }
    }
}
