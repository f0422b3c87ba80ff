// Runs the model on one input, compares what it answers, and prints how long it took. Written by Espalier.
#include <@name@.h>

#include "@name@_check.h"

void setup() {
  Serial.begin(115200);
  // Boards with their own USB port wait for the serial monitor, but not for ever.
  while (!Serial && millis() < 5000) {
  }
  unsigned long start = micros();
  int wrong = @name@_check();
  unsigned long duration = micros() - start;
  if (wrong == 0) {
    Serial.println("@name@: as expected");
  } else {
    Serial.print("@name@: not as expected: ");
    Serial.println(wrong);
  }
  Serial.print("microseconds: ");
  Serial.println(duration);
}

void loop() {
}
