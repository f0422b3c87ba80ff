@echo off
rem Runs the espalier command from a folder that holds it: bin\, lib\.
setlocal
set "home=%~dp0.."
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
rem TensorFlow reports what it finds in the machine; only its errors are of use here.
if not defined TF_CPP_MIN_LOG_LEVEL set "TF_CPP_MIN_LOG_LEVEL=2"
"%java%" -Xshare:auto -XX:+UseSerialGC -Dfile.encoding=UTF-8 -Despalier.command=espalier "-Despalier.home=%home%" %JAVA_OPTS% -cp "%home%\lib\*" io.espalier.cli.Main %*
