@echo off
rem Runs the command packetboat with the Java of JAVA_HOME, or the one on the PATH: 21 or newer.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "%~dp0..\lib\*" dev.packetboat.cli.Main %*
exit /b %errorlevel%
