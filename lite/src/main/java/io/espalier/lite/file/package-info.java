// SPDX-License-Identifier: Apache-2.0
/**
 * The .tflite file: {@link io.espalier.lite.file.GraphReader} and {@link io.espalier.lite.file.GraphWriter}.
 *
 * <h2>The file</h2>
 *
 * A FlatBuffers file with the identifier {@code TFL3} at byte 4 and a Model table, schema version 3, as its root. All numbers are
 * little-endian. A table is a set of fields, each in a numbered slot; a field that has its default value is not stored. What
 * slots there are, {@link io.espalier.lite.file.Slots} says for all tables but those of options, and
 * {@link io.espalier.lite.schema.table.OptionsTable} for these.
 *
 * <pre>
 * Model
 *   operator codes   each operator and version once, in the order of first use
 *   subgraphs        tensors; inputs and outputs; operators, which name their code by its index
 *   buffers          the data: 0 is empty, tensors and metadata name the others by their index
 *   metadata, signatures, external buffers
 * </pre>
 *
 * <h2>What is read</h2>
 *
 * Every table of the schema of February 2026. A field, an operator, an element type or an options table that is not in it is
 * refused with a {@link io.espalier.lite.file.LiteFormatException}, never dropped. Three things are not kept, for they mean
 * nothing: buffers and operator codes that nothing names; whether an empty vector, string or table was stored or left out; and
 * the rank flag of tensors whose shape shows their rank.
 *
 * <p>Every offset and length is checked before it is followed. FlatBuffers' own Java classes check nothing and there is no
 * verifier for Java, so {@link io.espalier.lite.file.FlatTable} reads tables itself. Data are views on the file.
 *
 * <h2>What is written</h2>
 *
 * <ul>
 *   <li>Everything once: equal buffers, strings, vectors, tables and vtables share one place, as FlatBuffers allows. Tensors
 *       without data name buffer 0.
 *   <li>An operator's code in both fields, the old one of a byte and the new one.
 *   <li>Shapes, operands and the lists of a subgraph even where they are empty, since runtimes read them without looking.
 *   <li>From 1 KiB on, data at a multiple of 16 bytes, which is what the schema requires and what vector instructions prefer. Smaller data
 *       at a multiple of their element's size, and of 4 at least: that is what kernels need, and Google's own files have no more.
 *   <li>The data behind the tables that describe them, in the order of first use.
 *   <li>Above 1.9 GB, the data of 1 KiB and more after the Model table, each with its offset and size, as FlatBuffers' offsets
 *       end at 2 GiB.
 * </ul>
 *
 * Nothing depends on time, hash codes or the machine: the same graph gives the same bytes.
 */
@NullMarked
package io.espalier.lite.file;

import org.jspecify.annotations.NullMarked;
