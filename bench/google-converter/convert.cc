// SPDX-License-Identifier: Apache-2.0
// Google's converter as a process of its own: SAVED_MODEL OUT.tflite [float | float16 | dynamic].
//
// TensorFlow Java's native library exports the converter, but comes without headers. What is called is declared here: only names,
// parameters and calling conventions matter to the linker. Objects whose layout is unknown get more room than they need.

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>

namespace google::protobuf {
class Arena;
class Message;

class TextFormat {
 public:
  static bool ParseFromString(const std::string& text, Message* message);
};
}  // namespace google::protobuf

namespace tflite {
constexpr int kRoom = 1 << 14;

class ModelFlags {
 public:
  ModelFlags(google::protobuf::Arena* arena, bool owned_by_arena);

 private:
  alignas(16) unsigned char room_[kRoom] = {};
};

class ConverterFlags {
 public:
  ConverterFlags(google::protobuf::Arena* arena, bool owned_by_arena);

 private:
  alignas(16) unsigned char room_[kRoom] = {};
};
}  // namespace tflite

namespace absl::lts_20230802 {
enum class StatusToStringMode : int { kDefault = 1 };

class Status {
 public:
  // Not trivial, so that it is returned through memory, as the real one is.
  ~Status() {}
  std::string ToStringSlow(StatusToStringMode mode) const;
  bool ok() const { return representation_ == 0; }

 private:
  std::uintptr_t representation_;
};
}  // namespace absl::lts_20230802

namespace tensorflow {
namespace quantization {
class PyFunctionLibrary;
}

absl::lts_20230802::Status ConvertSavedModelToTFLiteFlatBuffer(
    const tflite::ModelFlags& model, tflite::ConverterFlags& converter, std::string* result,
    const quantization::PyFunctionLibrary* functions);
}  // namespace tensorflow

namespace {
[[noreturn]] void Fail(const std::string& message) {
  std::cerr << "google-convert: " << message << "\n";
  std::exit(1);
}

template <class Flags>
void Parse(const std::string& text, Flags& flags) {
  auto* message = reinterpret_cast<google::protobuf::Message*>(&flags);
  if (!google::protobuf::TextFormat::ParseFromString(text, message)) {
    Fail("this TensorFlow does not know these flags: " + text);
  }
}

std::string Quantization(const std::string& form) {
  if (form == "float") return "";
  if (form == "float16") return " post_training_quantize: true quantize_to_float16: true";
  if (form == "dynamic") return " post_training_quantize: true";
  Fail("there is no form " + form + "; there are float, float16 and dynamic");
}
}  // namespace

int main(int count, char** words) {
  if (count < 3 || count > 4) Fail("usage: google-convert SAVED_MODEL OUT.tflite [float | float16 | dynamic]");
  const std::string folder = words[1];
  if (folder.find_first_of("'\\\n") != std::string::npos) Fail("the folder's name has a quote, backslash or line break");
  tflite::ModelFlags model(nullptr, false);
  Parse("saved_model_dir: '" + folder + "' saved_model_version: 1 saved_model_tags: 'serve'"
        " saved_model_exported_names: 'serving_default'", model);
  tflite::ConverterFlags converter(nullptr, false);
  Parse("input_format: TENSORFLOW_GRAPHDEF output_format: TFLITE inference_type: FLOAT inference_input_type: FLOAT"
        " enable_mlir_dynamic_range_quantizer: true" + Quantization(count > 3 ? words[3] : "float"), converter);

  std::string file;
  const auto status = tensorflow::ConvertSavedModelToTFLiteFlatBuffer(model, converter, &file, nullptr);
  if (!status.ok()) Fail(status.ToStringSlow(absl::lts_20230802::StatusToStringMode::kDefault));
  if (file.size() < 8 || std::memcmp(file.data() + 4, "TFL3", 4) != 0) Fail("what came of it is no .tflite file");
  std::ofstream out(words[2], std::ios::binary);
  out << file;
  out.close();
  if (!out) Fail(std::string("cannot write ") + words[2]);
  return 0;
}
