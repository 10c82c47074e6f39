# Flask's development server: what `python app.py` starts.
FROM python:3.13-slim
EXPOSE 5000
COPY requirements.txt .
RUN python -m pip install -r requirements.txt
WORKDIR /app
COPY . /app
CMD ["python", "app.py"]
